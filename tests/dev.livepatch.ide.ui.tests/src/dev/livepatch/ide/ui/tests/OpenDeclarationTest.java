package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IFileEditorInput;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.texteditor.ITextEditorExtension2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.index.SymbolIndex;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.preferences.Tools;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.kernel.KernelFileInput;
import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.testing.DemoKernel;

/** <kbd>F3</kbd> goes from a name in a source into the kernel's sources. */
public class OpenDeclarationTest {
	private static final String OPEN_DECLARATION = "dev.livepatch.ide.ui.openDeclaration";
	private static final String FOLLOW_LINK = "org.eclipse.ui.edit.text.open.hyperlink";
	private IProject project;

	/** All sources of the kernel are read, which takes as long as it takes. */
	@BeforeAll
	static void index() throws Exception {
		SymbolIndex.of(DemoKernel.open(), Tools.environment(), done -> {
		}, () -> false);
	}

	@BeforeEach
	void ready() throws Exception {
		Workbench.ready();
		project = Projects.create("declaration", DemoKernel.edit("fs/seq_file.c", "/*", "/* one line more\n *"));
		Workbench.checked();
	}

	@AfterEach
	void delete() throws Exception {
		Workbench.page().closeAllEditors(false);
		Workbench.checked();
		Projects.delete(project);
	}

	@Test
	void namesAndIncludesLeadToTheKernelsSources() throws Exception {
		follow("si_meminfo(&i)", OPEN_DECLARATION, "mm/page_alloc.c", "void si_meminfo(struct sysinfo *val)");
		Workbench.screenshot("open-declaration");
		follow("NR_FILE_PAGES) -", OPEN_DECLARATION, "include/linux/mmzone.h", "NR_FILE_PAGES,");
		follow("sysinfo i;", OPEN_DECLARATION, "include/uapi/linux/sysinfo.h", "struct sysinfo {");
		follow("linux/hugetlb.h", OPEN_DECLARATION, "include/linux/hugetlb.h", "/* SPDX-License-Identifier");
		follow("show_val_kb(m, \"MemTotal", FOLLOW_LINK, "fs/proc/meminfo.c", "static void show_val_kb(");
	}

	@Test
	void theProjectsOwnCopyIsOpenedAtItsOwnLine() throws Exception {
		IEditorPart editor = follow("seq_put_decimal_ull_width(m", OPEN_DECLARATION, "fs/seq_file.c", "void seq_put_decimal_ull_width(");
		assertEquals(ProjectLayout.of(project).source("fs/seq_file.c"), ((IFileEditorInput) editor.getEditorInput()).getFile());
	}

	@Test
	void aMemberIsChosenAmongThoseOfAllTypes() throws Exception {
		List<String> offered = new ArrayList<>();
		Listener chooser = shown -> {
			if (shown.widget instanceof Shell dialog && dialog.getText().equals("Open Declaration")) {
				dialog.getDisplay().asyncExec(() -> takeFirst(dialog, offered));
			}
		};
		Display.getCurrent().addFilter(SWT.Show, chooser);
		try {
			follow("fs/proc/kmsg.c", "f_flags &", OPEN_DECLARATION, "include/linux/fs.h", "f_flags;");
		} finally {
			Display.getCurrent().removeFilter(SWT.Show, chooser);
		}
		assertTrue(offered.getFirst().startsWith("include/linux/fs.h:") && offered.getFirst().endsWith(" (member of file)"), offered.toString());
		assertTrue(offered.size() > 1, offered.toString());
	}

	/** In the dialog's own event loop: it blocks whoever opened it. */
	private static void takeFirst(Shell dialog, List<String> offered) {
		Table table = Workbench.find(dialog, Table.class, t -> true);
		Arrays.stream(table.getItems()).map(TableItem::getText).forEach(offered::add);
		Workbench.screenshot("choose-declaration");
		dialog.getDefaultButton().notifyListeners(SWT.Selection, new Event());
	}

	@Test
	void whatIsNotDeclaredIsSaid() throws Exception {
		said("committed;", "do not declare committed");
	}

	@Test
	void whatTheBuildGeneratedIsReadOnlyAndLeadsOn() throws Exception {
		ITextEditor options = follow("include/linux/livepatch.h", "CONFIG_LIVEPATCH)", OPEN_DECLARATION, "include/generated/autoconf.h", "#define CONFIG_LIVEPATCH 1");
		assertFalse(((ITextEditorExtension2) options).isEditorInputModifiable());
		assertFalse(((ITextEditorExtension2) options).validateEditorInputState());
		assertFalse(ProjectLayout.of(project).source("include/generated/autoconf.h").exists());
		assertEquals("include/generated/autoconf.h, generated by the build of the kernel; read-only", options.getTitleToolTip());
		Workbench.screenshot("open-generated");
		String table = "arch/x86/include/generated/asm/syscalls_64.h";
		follow("arch/x86/entry/syscall_64.c", "asm/syscalls_64.h", OPEN_DECLARATION, table, "__SYSCALL(0, sys_read)");
		follow(table, "sys_getpid)", OPEN_DECLARATION, "kernel/sys.c", "SYSCALL_DEFINE0(getpid)");
		said("CONFIG_HIGHMEM", "CONFIG_HIGHMEM is not set in this kernel's configuration");
	}

	private void said(String at, String text) throws Exception {
		open("fs/proc/meminfo.c", at);
		Workbench.window().getService(IHandlerService.class).executeCommand(OPEN_DECLARATION, null);
		Workbench.until("it is said", () -> Job.getJobManager().find(JobFamilies.DECLARATION).length == 0
				&& Workbench.find(Workbench.window().getShell(), CLabel.class, l -> l.getText().contains(text)) != null);
	}

	private ITextEditor follow(String at, String command, String file, String line) throws Exception {
		return follow("fs/proc/meminfo.c", at, command, file, line);
	}

	private ITextEditor follow(String from, String at, String command, String file, String line) throws Exception {
		ITextEditor editor = open(from, at);
		Workbench.window().getService(IHandlerService.class).executeCommand(command, null);
		Workbench.until(at + " is followed to " + line, () -> Job.getJobManager().find(JobFamilies.DECLARATION).length == 0
				&& Workbench.page().getActiveEditor() instanceof ITextEditor opened && path(opened).equals(file) && selectedLine(opened).contains(line));
		assertTrue(editor.getEditorInput() instanceof KernelFileInput, "still there");
		return (ITextEditor) Workbench.page().getActiveEditor();
	}

	private ITextEditor open(String file, String at) throws Exception {
		ITextEditor editor = (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), file);
		editor.selectAndReveal(document(editor).get().indexOf(at), 0);
		editor.setFocus();
		return editor;
	}

	private String path(ITextEditor editor) {
		return editor.getEditorInput() instanceof KernelFileInput kernel ? kernel.kernelPath()
				: ProjectLayout.of(project).kernelPath(((IFileEditorInput) editor.getEditorInput()).getFile()).orElse("");
	}

	private static String selectedLine(ITextEditor editor) throws Exception {
		IDocument document = document(editor);
		var line = document.getLineInformation(((ITextSelection) editor.getSelectionProvider().getSelection()).getStartLine());
		return document.get(line.getOffset(), line.getLength());
	}

	private static IDocument document(ITextEditor editor) {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}
}

package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.ide.IDE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.build.PatchedObject;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.preferences.Tools;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.module.ModuleEditor;
import dev.livepatch.testing.DemoKernel;

/** A module opens as what it is, and follows the file. */
public class ModuleEditorTest {
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("binary", DemoKernel.edit("fs/proc/uptime.c", "seq_printf(m, ", "seq_putc(m, ' ');\n\tseq_printf(m, "));
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	@Test
	void aPatchModuleShowsWhatItPatches() throws Exception {
		Path object = ProjectLayout.of(project).checkDirectory().resolve("differ/fs/proc/uptime.o");
		Path built = new PatchModuleBuilder().build(DemoKernel.open(), Tools.toolchain(), "binary", true, List.of(new PatchedObject(object, DemoKernel.object("fs/proc/uptime.o").parent())),
				project.getLocation().toPath().resolve("out"), Cancellation.NEVER).file();
		project.refreshLocal(IResource.DEPTH_INFINITE, null);
		IEditorPart editor = IDE.openEditor(Workbench.page(), project.getFile("out/" + built.getFileName()));
		assertInstanceOf(ModuleEditor.class, editor, "by its content type");
		said("livepatch_binary is a live patch for " + DemoKernel.open().release() + ": it patches 1 function of vmlinux.");
		said("Nothing in the file speaks against loading it into " + DemoKernel.open().release() + ".");
		assertEquals(List.of("Overview", "Patched Functions", "Callbacks", "Livepatch Relocations", "Shadow Variables", "Needed Symbols", "Sections"), pages());
		Workbench.screenshot("module-overview");
		Table functions = select("Patched Functions");
		assertEquals("uptime_proc_show", functions.getItem(0).getText(1));
		assertEquals("found", functions.getItem(0).getText(5));
		functions.select(0);
		functions.setFocus();
		Workbench.window().getService(IHandlerService.class).executeCommand(ActionFactory.COPY.getCommandId(), null);
		Clipboard clipboard = new Clipboard(Display.getCurrent());
		String copied = (String) clipboard.getContents(TextTransfer.getInstance());
		clipboard.dispose();
		assertTrue(copied.startsWith("vmlinux\tuptime_proc_show\t"), copied);
		select("Needed Symbols");
		Workbench.screenshot("module-needed");
		select("Sections");
		Workbench.screenshot("module-sections");
	}

	@Test
	void theEditorFollowsTheFile() throws Exception {
		byte[] fuse = Files.readAllBytes(DemoKernel.open().moduleFile("fuse").orElseThrow());
		IFile file = project.getFile("x.ko");
		file.create(Arrays.copyOf(fuse, fuse.length / 2), true, false, null);
		IDE.openEditor(Workbench.page(), file);
		said("This file cannot be read as a kernel module.");
		assertEquals(List.of("Overview"), pages());
		Workbench.screenshot("module-damaged");
		file.setContents(fuse, true, false, null);
		said("fuse is an ordinary kernel module for " + DemoKernel.open().release() + ", not a live patch.");
		assertEquals(List.of("Overview", "Needed Symbols", "Sections"), pages());
		Workbench.screenshot("module-ordinary");
	}

	private static void said(String text) {
		Workbench.until("the editor says: " + text,
				() -> Workbench.find(Workbench.window().getShell(), Text.class, t -> t.isVisible() && t.getText().lines().anyMatch(text::equals)) != null);
	}

	private static List<String> pages() {
		return Arrays.stream(folder().getItems()).map(CTabItem::getText).toList();
	}

	private static Table select(String page) {
		CTabFolder folder = folder();
		CTabItem item = Arrays.stream(folder.getItems()).filter(i -> i.getText().equals(page)).findFirst().orElseThrow();
		folder.setSelection(item);
		Event selected = new Event();
		selected.item = item;
		folder.notifyListeners(SWT.Selection, selected);
		return (Table) item.getControl();
	}

	private static CTabFolder folder() {
		return Workbench.find(Workbench.window().getShell(), CTabFolder.class, f -> f.isVisible() && f.getItemCount() > 0 && f.getItem(0).getText().equals("Overview"));
	}
}

package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.jface.text.IDocument;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Table;
import org.eclipse.ui.IFileEditorInput;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.ide.kernel.KernelFileCopy;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.kernel.KernelFileDialog;
import dev.livepatch.ide.ui.kernel.KernelFileInput;
import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.testing.DemoKernel;

/** A file of the kernel is opened, read, and edited: with the first edit the project has its own. */
public class OpenKernelFileTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final Duration AGAIN = Duration.ofSeconds(3);
	private static final String PLACE = "seq_printf(m, linux_proc_banner";
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("kernel-file");
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	@Test
	void theFirstKeyCopiesTheFileAndIsNotLost() throws Exception {
		Path original = DemoKernel.open().sourceFile(VERSION);
		byte[] before = Files.readAllBytes(original);
		ITextEditor editor = open();
		assertInstanceOf(KernelFileInput.class, editor.getEditorInput());
		IFile copy = ProjectLayout.of(project).source(VERSION);
		assertFalse(copy.exists(), "reading copies nothing");
		Workbench.screenshot("kernel-file-opened");

		int offset = document(editor).get().indexOf(PLACE);
		editor.selectAndReveal(offset, 0);
		StyledText text = (StyledText) editor.getAdapter(Control.class);
		text.setFocus();
		type(text, 'x');
		type(text, 'y');
		Workbench.until("the editor shows the project's file", () -> editor.getEditorInput() instanceof IFileEditorInput);

		assertEquals(copy, ((IFileEditorInput) editor.getEditorInput()).getFile());
		assertTrue(document(editor).get().contains("xy" + PLACE), "both keys arrived");
		assertEquals(offset + 2, text.getCaretOffset());
		assertTrue(editor.isDirty());
		assertEquals(new String(before), Projects.text(copy), "the copy is the kernel's until it is saved");
		editor.doSave(null);
		assertTrue(Projects.text(copy).contains("xy" + PLACE));
		assertEquals(new String(before), Files.readString(original), "the kernel's file is as it was");
	}

	@Test
	void aPasteCopiesTheFileToo() throws Exception {
		ITextEditor editor = open();
		StyledText text = (StyledText) editor.getAdapter(Control.class);
		editor.selectAndReveal(0, 0);
		text.insert("/* pasted */");
		Workbench.until("the editor shows the project's file", () -> editor.getEditorInput() instanceof IFileEditorInput);
		assertTrue(document(editor).get().startsWith("/* pasted */"));
		editor.doRevertToSaved();
	}

	@Test
	void theFirstEditOfAProjectThatIsItsPatchTurnsThePatchIntoFiles() throws Exception {
		ChangeSet change = new ChangeSet("kernel-file", List.of(DemoKernel.edit("fs/proc/uptime.c", "seq_printf(m, ", "seq_printf(m,  ")), List.of());
		ProjectLayout layout = ProjectLayout.of(project);
		layout.sources().delete(true, null);
		IFile patch = project.getFile("kernel-file.patch");
		patch.write(("proc: why\n\n" + PatchWriter.write(change)).getBytes(StandardCharsets.ISO_8859_1), true, false, false, null);
		Workbench.checked();
		KernelFileCopy.copy(project, DemoKernel.open().sourceFile(VERSION), VERSION, null);
		Workbench.checked();
		assertTrue(Projects.text(layout.source("fs/proc/uptime.c")).contains("seq_printf(m,  "), "the patch's file");
		assertTrue(layout.source(VERSION).exists(), "the file that is edited");
		assertTrue(Projects.text(patch).startsWith("proc: why\n\ndiff --git a/fs/proc/uptime.c"), Projects.text(patch));
	}

	@Test
	void theDialogListsTheKernelsFiles() {
		KernelFileDialog dialog = new KernelFileDialog(Workbench.window().getShell(), project, "kernel/printk/printk.c");
		dialog.setBlockOnOpen(false);
		dialog.setInitialPattern("proc/version:12");
		dialog.open();
		try {
			Workbench.until("the files are listed", () -> dialog.kernel() != null
					&& Workbench.find(dialog.getShell(), Table.class, t -> t.getItemCount() > 0) != null);
			assertEquals(OptionalInt.of(12), dialog.line());
			Workbench.screenshot("open-kernel-file");
			var table = Workbench.find(dialog.getShell(), Table.class, t -> true);
			assertTrue(table.getItem(0).getText().startsWith("version.c - fs/proc"), table.getItem(0).getText());
		} finally {
			dialog.close();
		}
	}

	private ITextEditor open() throws Exception {
		return (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), VERSION);
	}

	private static IDocument document(ITextEditor editor) {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}

	/** As the window system would deliver it. Without a window manager a key can still go to a window that has just closed: it is pressed again then. */
	private static void type(StyledText text, char c) {
		String before = text.getText();
		long[] pressed = { System.nanoTime() - AGAIN.toNanos() };
		Workbench.until("the key " + c + " arrives", () -> {
			if (System.nanoTime() - pressed[0] >= AGAIN.toNanos() && text.getText().equals(before)) {
				pressed[0] = System.nanoTime();
				press(text, c);
			}
			return !text.getText().equals(before);
		});
	}

	private static void press(StyledText text, char c) {
		Workbench.window().getShell().forceActive();
		text.setFocus();
		Event key = new Event();
		key.type = SWT.KeyDown;
		key.character = c;
		text.getDisplay().post(key);
		key.type = SWT.KeyUp;
		text.getDisplay().post(key);
	}
}

package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.eclipse.compare.internal.CompareEditor;
import org.eclipse.core.commands.operations.IUndoContext;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.jface.text.source.IAnnotationModelExtension;
import org.eclipse.jface.text.source.IChangeRulerColumn;
import org.eclipse.jface.text.source.ILineDiffInfo;
import org.eclipse.jface.text.source.ILineDiffer;
import org.eclipse.jface.text.source.ILineDifferExtension2;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.editors.text.EditorsUI;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.ide.undo.WorkspaceUndoUtil;
import org.eclipse.ui.texteditor.AbstractDecoratedTextEditorPreferenceConstants;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.texteditor.quickdiff.QuickDiff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.quickdiff.KernelReference;
import dev.livepatch.testing.DemoKernel;

/** The project's files against the kernel's: change bars, side by side, and back to the kernel's version. */
public class AgainstKernelTest {
	private static final String VERSION = "fs/proc/version.c";
	private static final String UPTIME = "fs/proc/uptime.c";
	private static final String NEW = "fs/proc/of-our-own.c";
	private static final String COMPARE = "dev.livepatch.ide.ui.compareWithKernel";
	private static final String REPLACE = "dev.livepatch.ide.ui.replaceWithKernel";
	private static final String RETURN = "\t\tutsname()->version);\n\treturn 0;";
	private static final String EDITED = "\t\tutsname()->version);\n\tseq_puts(m, \"patched\\n\");\n\treturn 0;";
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		Workbench.ready();
		project = Projects.create("against-kernel", DemoKernel.edit(VERSION, RETURN, EDITED), new FileChange.Added(NEW, "int of_our_own;\n"),
				DemoKernel.edit(UPTIME, "\treturn 0;\n}\n\nstatic int __init", "\treturn 1;\n}\n\nstatic int __init"));
		Workbench.checked();
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	@Test
	void changeBarsShowTheDifferenceFromTheKernel() throws Exception {
		String chosen = reference();
		ITextEditor editor = (ITextEditor) IDE.openEditor(Workbench.page(), source(VERSION));
		int line = lineOf(document(editor), "patched");
		Workbench.until("the saved edit has a bar", () -> type(editor, line) == ILineDiffInfo.ADDED);
		assertEquals(ILineDiffInfo.UNCHANGED, type(editor, line + 1));
		assertEquals(chosen, reference(), "the user's default for other files");
		Workbench.screenshot("change-bars");

		differ(editor).revertBlock(line);
		assertEquals(DemoKernel.text(VERSION), document(editor).get());
		document(editor).replace(0, 0, "\n");
		assertEquals(ILineDiffInfo.ADDED, type(editor, 0));
		editor.doRevertToSaved();
	}

	@Test
	void allLinesOfANewFileAreNew() throws Exception {
		ITextEditor editor = (ITextEditor) IDE.openEditor(Workbench.page(), source(NEW));
		Workbench.until("the file's line has a bar", () -> type(editor, 0) == ILineDiffInfo.CHANGED || type(editor, 0) == ILineDiffInfo.ADDED);
		assertEquals(KernelReference.ID, new QuickDiff().getConfiguredQuickDiffProvider((IAnnotationModel) differ(editor)));
	}

	@Test
	void aProjectIsComparedAsATree() throws Exception {
		execute(COMPARE, new StructuredSelection(project));
		Workbench.until("the folder with the changed files is shown", () -> tree() != null);
		Tree tree = tree();
		assertEquals(List.of("of-our-own.c", "uptime.c", "version.c"), List.of(tree.getItem(0).getItems()).stream().map(i -> i.getText()).toList());
		tree.setSelection(tree.getItem(0).getItem(2));
		tree.notifyListeners(SWT.Selection, selection(tree, 2));
		tree.notifyListeners(SWT.DefaultSelection, selection(tree, 2));
		Workbench.until("the file is shown", () -> side("patched") != null);
		Workbench.screenshot("compare-project");
	}

	@Test
	void oneFileIsEditedAndSavedInTheCompareEditor() throws Exception {
		CompareEditor editor = compare(new StructuredSelection(source(VERSION)), "patched");
		StyledText left = side("patched");
		Workbench.screenshot("compare-file");
		left.replaceTextRange(left.getText().indexOf("patched"), "patched".length(), "edited here");
		Workbench.until("the editor is dirty", editor::isDirty);
		editor.doSave(new NullProgressMonitor());
		assertTrue(Projects.text(source(VERSION)).contains("edited here"));
		assertFalse(editor.isDirty());
		compare(new StructuredSelection(source(VERSION)), "edited here");
		assertEquals(1, Workbench.page().getEditorReferences().length, "the same is compared in the same editor");
	}

	@Test
	void aPatchIsComparedAsWhatItMakesOfTheFiles() throws Exception {
		ChangeSet change = new ChangeSet("against-kernel", List.of(DemoKernel.edit(VERSION, RETURN, EDITED)), List.of());
		ProjectLayout.of(project).sources().delete(true, null);
		project.getFile("against-kernel.patch").write(PatchWriter.write(change).getBytes(StandardCharsets.ISO_8859_1), true, false, false, null);
		Workbench.checked();
		compare(new StructuredSelection(project.getFile("against-kernel.patch")), "patched");
		assertFalse(side("patched").getEditable(), "what only the patch says is edited in the patch");
	}

	@Test
	void aReplacedFileIsTheKernelsAndComesBackWithUndo() throws Exception {
		IFile file = source(VERSION);
		String ours = Projects.text(file);
		pressOk("Replace With Kernel Version");
		execute(REPLACE, new StructuredSelection(file));
		Workbench.until("the file is gone", () -> !file.exists());
		assertTrue(source(UPTIME).exists(), "the others stay");
		Workbench.checked();
		assertFalse(Projects.text(project.getFile("against-kernel.patch")).contains(VERSION));

		IUndoContext workspace = WorkspaceUndoUtil.getWorkspaceUndoContext();
		PlatformUI.getWorkbench().getOperationSupport().getOperationHistory().undo(workspace, new NullProgressMonitor(),
				WorkspaceUndoUtil.getUIInfoAdapter(Workbench.window().getShell()));
		assertEquals(ours, Projects.text(file));
	}

	private IFile source(String kernelPath) {
		return ProjectLayout.of(project).source(kernelPath);
	}

	private static String reference() {
		return EditorsUI.getPreferenceStore().getString(AbstractDecoratedTextEditorPreferenceConstants.QUICK_DIFF_DEFAULT_PROVIDER);
	}

	private static IDocument document(ITextEditor editor) {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}

	private static ILineDiffer differ(ITextEditor editor) {
		var model = (IAnnotationModelExtension) editor.getDocumentProvider().getAnnotationModel(editor.getEditorInput());
		return (ILineDiffer) model.getAnnotationModel(IChangeRulerColumn.QUICK_DIFF_MODEL_ID);
	}

	/** What the bar at a line, from 0, says; -1 while it says nothing. */
	private static int type(ITextEditor editor, int line) {
		ILineDiffInfo info = differ(editor) == null ? null : differ(editor).getLineInfo(line);
		return info == null || differ(editor) instanceof ILineDifferExtension2 d && d.isSuspended() ? -1 : info.getChangeType();
	}

	private static int lineOf(IDocument document, String part) throws Exception {
		return document.getLineOfOffset(document.get().indexOf(part));
	}

	private static void execute(String command, StructuredSelection selection) throws Exception {
		Workbench.page().showView("org.eclipse.ui.navigator.ProjectExplorer").getSite().getSelectionProvider().setSelection(selection);
		((org.eclipse.ui.navigator.CommonNavigator) Workbench.page().findView("org.eclipse.ui.navigator.ProjectExplorer")).selectReveal(selection);
		Workbench.window().getService(IHandlerService.class).executeCommand(command, null);
	}

	/** The compare editor, once it shows a text on one of its sides. */
	private static CompareEditor compare(StructuredSelection selection, String text) throws Exception {
		execute(COMPARE, selection);
		Workbench.until("the comparison shows " + text, () -> Workbench.page().getActiveEditor() instanceof CompareEditor && side(text) != null);
		return (CompareEditor) Workbench.page().getActiveEditor();
	}

	private static Tree tree() {
		return Workbench.find(Workbench.window().getShell(), Tree.class, t -> t.isVisible() && t.getItemCount() == 1 && t.getItem(0).getText().contains("fs/proc"));
	}

	/** The side of a comparison with a text in it. */
	private static StyledText side(String text) {
		return Workbench.find(Workbench.window().getShell(), StyledText.class, t -> t.isVisible() && t.getText().contains(text));
	}

	private static Event selection(Tree tree, int index) {
		Event event = new Event();
		event.item = tree.getItem(0).getItem(index);
		return event;
	}

	/** Confirms the dialog that is about to open; one with another title is closed, for the test to fail. */
	private static void pressOk(String title) {
		Display display = Display.getCurrent();
		display.timerExec(500, () -> {
			Shell dialog = display.getActiveShell();
			assertNotNull(dialog);
			if (dialog.getText().equals(title)) {
				Workbench.screenshot("replace-with-kernel");
				dialog.getDefaultButton().notifyListeners(SWT.Selection, new Event());
			} else {
				dialog.close();
			}
		});
	}
}

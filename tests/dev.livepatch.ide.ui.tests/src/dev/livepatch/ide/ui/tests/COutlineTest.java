package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IContributionItem;
import org.eclipse.jface.action.SubContributionItem;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.part.PageBookView;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.testing.DemoKernel;

/** The Outline view of C files in the generic editor. */
public class COutlineTest {
	private static final String GENERIC_EDITOR = "org.eclipse.ui.genericeditor.GenericEditor";
	private static final String SOURCE = """
			#include <linux/init.h>
			#define LIMIT 5
			typedef struct shape { int edges; } shape_t;
			enum colour { RED, GREEN };
			static int zero, one;
			static int second(void)
			{
				return LIMIT;
			}
			#ifdef CONFIG_X
			static int first(void) { return 1; }
			#else
			static int first(void) { return 2; }
			#endif
			""";
	private static final List<String> NAMES = List.of("LIMIT", "shape", "shape_t", "colour", "zero", "one", "second", "first", "first");
	private IProject project;
	private IViewPart view;
	private boolean wasOpen;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("outline");
		wasOpen = Workbench.page().findView(IPageLayout.ID_OUTLINE) != null;
		view = Workbench.page().showView(IPageLayout.ID_OUTLINE);
	}

	@AfterEach
	void delete() throws Exception {
		Workbench.page().closeAllEditors(false);
		if (!wasOpen) {
			Workbench.page().hideView(view);
		}
		Workbench.checked();
		Projects.delete(project);
	}

	private ITextEditor open(String name, String text) throws Exception {
		IFile file = project.getFile(name);
		file.create(text.getBytes(), true, false, new NullProgressMonitor());
		return (ITextEditor) IDE.openEditor(Workbench.page(), file, GENERIC_EDITOR);
	}

	/** Drivers have headers of registers with tens of thousands of macros. */
	@Test
	void aVeryLongOutlineIsShownInParts() throws Exception {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < 40_000; i++) {
			text.append("#define REGISTER_").append(i).append(' ').append(i).append('\n');
		}
		ITextEditor editor = open("registers.h", text.toString());
		long start = System.nanoTime();
		Workbench.until("the first macro is listed", () -> names().contains("REGISTER_0"));
		System.out.printf("outline of 40,000 macros: %d items after %d ms%n", tree().getItemCount(), (System.nanoTime() - start) / 1_000_000);
		assertTrue(tree().getItemCount() < 5000, "all are made at once: " + tree().getItemCount());
		editor.selectAndReveal(text.indexOf("REGISTER_39999"), 0);
		editor.selectAndReveal(text.indexOf("REGISTER_12 "), 0);
		Workbench.until("the caret is followed", () -> Arrays.stream(tree().getSelection()).map(COutlineTest::name).toList().equals(List.of("REGISTER_12")));
	}

	private Tree tree() {
		return ((PageBookView) view).getCurrentPage().getControl() instanceof Tree tree ? tree : null;
	}

	/** What the tree names, in its order. */
	private List<String> names() {
		return tree() == null ? List.of() : Arrays.stream(tree().getItems()).map(COutlineTest::name).toList();
	}

	private static String name(TreeItem item) {
		return item.getText().replaceFirst(" \u2013 .*", "");
	}

	private TreeItem item(String name) {
		return Arrays.stream(tree().getItems()).filter(i -> name(i).equals(name)).findFirst().orElseThrow(() -> new AssertionError(name + " is not among " + names()));
	}

	private void click(String name) {
		choose(item(name));
	}

	private void choose(TreeItem item) {
		tree().setSelection(item);
		Event event = new Event();
		event.item = item;
		tree().notifyListeners(SWT.Selection, event);
	}

	private String selected() {
		return tree().getSelectionCount() == 1 ? name(tree().getSelection()[0]) : "";
	}

	private void toggle(String text) {
		for (IContributionItem item : view.getViewSite().getActionBars().getToolBarManager().getItems()) {
			// each page's own are wrapped
			IContributionItem own = item instanceof SubContributionItem wrapped ? wrapped.getInnerItem() : item;
			if (item.isVisible() && own instanceof ActionContributionItem action && action.getAction().getText().equals(text)) {
				action.getAction().setChecked(!action.getAction().isChecked());
				action.getAction().run();
				return;
			}
		}
		throw new AssertionError("the view has no " + text);
	}

	private static IDocument document(ITextEditor editor) {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}

	private static ITextSelection selection(ITextEditor editor) {
		return (ITextSelection) editor.getSelectionProvider().getSelection();
	}

	@Test
	void theTreeFollowsTheTextAndLeadsToIt() throws Exception {
		ITextEditor editor = open("a.c", SOURCE);
		Workbench.until("the outline is that of the file", () -> names().equals(NAMES));
		assertTrue(item("shape").getText().endsWith("struct"), item("shape").getText());
		assertEquals(6, Arrays.stream(tree().getItems()).map(TreeItem::getImage).distinct().count(), "macro, struct, typedef, enum, variable, function have icons of their own");
		click("second");
		assertEquals("second", selection(editor).getText());
		click("shape_t");
		assertEquals("shape_t", selection(editor).getText());
		Workbench.settle();
		assertEquals("shape_t", selected(), "the selection stays on what was chosen of a declaration with several names");

		document(editor).replace(0, 0, "static void brand_new(void)\n{\n}\n\n");
		Workbench.until("the new function is in the tree", () -> names().contains("brand_new") && names().size() == NAMES.size() + 1);
		editor.selectAndReveal(document(editor).get().indexOf("return LIMIT"), 0);
		Workbench.until("the function around the caret is selected", () -> selected().equals("second"));
		click("first");
		assertEquals("first", selection(editor).getText());
		assertTrue(selection(editor).getOffset() > document(editor).get().indexOf("brand_new"));
		editor.doRevertToSaved();
	}

	@Test
	void aChoiceInATextThatIsNotReadYetIsFollowedWhenItIs() throws Exception {
		ITextEditor editor = open("a.c", SOURCE);
		Workbench.until("the outline is that of the file", () -> names().equals(NAMES));
		document(editor).replace(0, 0, "/* moves everything */\n");
		click("second");
		Workbench.until("the function is selected where it is now", () -> selection(editor).getText().equals("second"));
		editor.doRevertToSaved();
	}

	@Test
	void itIsSortedIfTheAuthorWants() throws Exception {
		open("a.c", SOURCE);
		Workbench.until("the outline is that of the file", () -> names().equals(NAMES));
		toggle("Sort");
		try {
			assertEquals(NAMES.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList(), names());
		} finally {
			// the choice is kept for the next outline
			toggle("Sort");
		}
		assertEquals(NAMES, names());
	}

	@Test
	void nothingButFunctionsIsShownIfTheAuthorWants() throws Exception {
		open("a.c", SOURCE);
		Workbench.until("the outline is that of the file", () -> names().equals(NAMES));
		toggle("Functions Only");
		try {
			assertEquals(List.of("second", "first", "first"), names());
		} finally {
			toggle("Functions Only");
		}
		assertEquals(NAMES, names());
	}

	@Test
	void typesHaveMembers() throws Exception {
		ITextEditor editor = open("a.c", SOURCE);
		Workbench.until("the outline is that of the file", () -> names().equals(NAMES));
		assertEquals(1, item("shape").getItemCount());
		editor.selectAndReveal(SOURCE.indexOf("GREEN") + 2, 0);
		Workbench.until("the value at the caret is selected", () -> selected().equals("GREEN"));
		assertEquals(List.of("RED", "GREEN"), Arrays.stream(item("colour").getItems()).map(COutlineTest::name).toList());
		TreeItem red = item("colour").getItem(0);
		assertTrue(red.getText().endsWith("value"), red.getText());
		choose(red);
		assertEquals("RED", selection(editor).getText());
	}

	@Test
	void theCaretIsFollowedOnlyIfTheAuthorWants() throws Exception {
		ITextEditor editor = open("a.c", SOURCE);
		Workbench.until("the outline is that of the file", () -> names().equals(NAMES));
		toggle("Link with Editor");
		try {
			click("zero");
			editor.selectAndReveal(SOURCE.indexOf("return LIMIT"), 0);
			Workbench.settle();
			assertEquals("zero", selected());
		} finally {
			toggle("Link with Editor");
		}
		Workbench.until("the function around the caret is selected", () -> selected().equals("second"));
	}

	@Test
	void functionsOfTheKernelBearTheirStatus() throws Exception {
		ITextEditor editor = (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), "fs/seq_file.c");
		Workbench.until("the kernel's answer is in the tree", () -> names().contains("seq_open") && item("seq_open").getText().endsWith("patchable through fentry in vmlinux"));
		assertTrue(item("seq_file_init").getText().contains("freed after boot"), item("seq_file_init").getText());
		assertFalse(item("seq_file_init").getImage().equals(item("seq_open").getImage()));
		editor.selectAndReveal(document(editor).get().indexOf("seq_open(struct"), 0);
		Workbench.until("the function at the caret is selected", () -> selected().equals("seq_open"));
		Workbench.screenshot("outline");
	}

	@Test
	void otherFilesAreLeftToOthers() throws Exception {
		open("notes.txt", SOURCE);
		Workbench.settle();
		assertNull(tree(), "a page of ours");
	}
}

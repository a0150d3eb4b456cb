package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.StreamSupport;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.search.ui.ISearchQuery;
import org.eclipse.search.ui.ISearchResultViewPart;
import org.eclipse.search.ui.NewSearchUI;
import org.eclipse.search.ui.text.AbstractTextSearchViewPage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IFileEditorInput;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.kernel.KernelFileInput;
import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.ide.ui.search.KernelSearchResult;
import dev.livepatch.testing.DemoKernel;

/** The sources of a project's kernel are searched with the Search dialog or from an editor, and what is found is opened from the Search view. */
public class KernelSearchTest {
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("search", DemoKernel.edit("fs/seq_file.c", "helper functions for making", "helper functions of the author for making"));
	}

	@AfterEach
	void delete() throws Exception {
		Arrays.stream(NewSearchUI.getQueries()).forEach(NewSearchUI::removeQuery);
		if (view() != null) {
			Workbench.page().hideView(view());
		}
		Projects.close(project);
	}

	@Test
	void aTextIsFoundAndOpened() throws Exception {
		search("si_meminfo(", false, "fs/proc/*.c", "kernel-search-page");
		assertEquals("'si_meminfo(' - 1 match in the kernel of search", result().getLabel());
		ITextEditor editor = openNext();
		assertEquals("fs/proc/meminfo.c", ((KernelFileInput) editor.getEditorInput()).kernelPath());
		assertEquals("si_meminfo(", selected(editor));
		Workbench.until("the match is marked in the editor", () -> marked(editor) == 1);
		Workbench.screenshot("kernel-search-result");
	}

	@Test
	void theProjectsOwnFilesAreSearched() throws Exception {
		IFile added = ProjectLayout.of(project).source("fs/search_me.h");
		added.create("/* for making\n   helper functions OF the author */\n".getBytes(), 0, null);
		search("functions\\s+o\\w+ the author", true, "fs/", null);
		assertEquals(1, result().getMatchCount(), "case counts");
		ITextEditor editor = openNext();
		assertEquals("seq_file.c", ((IFileEditorInput) editor.getEditorInput()).getFile().getName());
		assertEquals("functions of the author", selected(editor));
		document(editor).replace(0, 0, "/* one line more */\n");
		assertEquals("functions of the author", selected(openNext()), "a match moves with what is edited before it");
		search("OF the author", false, "*.h", null);
		assertEquals(added, ((IFileEditorInput) openNext().getEditorInput()).getFile());
	}

	@Test
	void theWordAtTheCaretIsSearchedInAllSources() throws Exception {
		ITextEditor editor = (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), "fs/proc/meminfo.c");
		editor.selectAndReveal(document(editor).get().indexOf("_meminfo(&i)"), 0);
		editor.setFocus();
		Workbench.window().getService(IHandlerService.class).executeCommand("dev.livepatch.ide.ui.searchWord", null);
		searched(null);
		String files = Arrays.toString(Arrays.stream(items()).map(TreeItem::getText).toArray());
		assertTrue(files.contains("mm/ (") && files.contains("fs/proc/ (") && files.contains("include/linux/ ("), files);
		int all = result().getMatchCount();
		assertTrue(all >= 3, result().getLabel());
		assertTrue(result().getLabel().startsWith("'si_meminfo' - " + all + " matches in the kernel of search"), result().getLabel());
		Arrays.stream(items()).forEach(KernelSearchTest::expand);
		Workbench.screenshot("kernel-search-word");
		ITextEditor first = openNext();
		String place = place(first);
		ITextEditor second = openNext();
		assertFalse(place.equals(place(second)), "the next one is another");
		((AbstractTextSearchViewPage) view().getActivePage()).gotoPreviousMatch();
		Workbench.until("back at the first", () -> Workbench.page().getActiveEditor() instanceof ITextEditor again && place(again).equals(place));
	}

	private static KernelSearchResult result() {
		return view() != null && view().getActivePage() instanceof AbstractTextSearchViewPage page && page.getInput() instanceof KernelSearchResult result ? result : null;
	}

	private static ISearchResultViewPart view() {
		return NewSearchUI.getSearchResultView();
	}

	private static TreeItem[] items() {
		return Workbench.find(((AbstractTextSearchViewPage) view().getActivePage()).getControl().getParent(), Tree.class, t -> true).getItems();
	}

	private static void expand(TreeItem item) {
		Event expansion = new Event();
		expansion.item = item;
		item.getParent().notifyListeners(SWT.Expand, expansion);
		item.setExpanded(true);
		Arrays.stream(item.getItems()).filter(i -> i.getItemCount() > 0).forEach(KernelSearchTest::expand);
	}

	private static ITextEditor openNext() {
		((AbstractTextSearchViewPage) view().getActivePage()).gotoNextMatch();
		Workbench.until("the match is opened and selected", () -> Workbench.page().getActiveEditor() instanceof ITextEditor opened && !selected(opened).isEmpty());
		return (ITextEditor) Workbench.page().getActiveEditor();
	}

	private static String selected(ITextEditor editor) {
		return ((ITextSelection) editor.getSelectionProvider().getSelection()).getText();
	}

	private static String place(ITextEditor editor) {
		return editor.getTitleToolTip() + " " + ((ITextSelection) editor.getSelectionProvider().getSelection()).getOffset();
	}

	private static IDocument document(ITextEditor editor) {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}

	private static long marked(ITextEditor editor) {
		IAnnotationModel model = editor.getDocumentProvider().getAnnotationModel(editor.getEditorInput());
		Iterable<Annotation> annotations = model::getAnnotationIterator;
		return StreamSupport.stream(annotations.spliterator(), false).filter(a -> a.getType().equals("org.eclipse.search.results")).count();
	}

	/** Fills the page in and searches. The dialog blocks, so it is worked on from its own event loop. */
	private void search(String text, boolean regularExpression, String files, String picture) {
		KernelSearchResult before = result();
		Throwable[] wrong = new Throwable[1];
		Display.getCurrent().asyncExec(() -> {
			try {
				Workbench.until("the page is shown", () -> projects() != null);
				fill(projects(), text, regularExpression, files, picture);
			} catch (Throwable e) {
				wrong[0] = e;
				Arrays.stream(Display.getCurrent().getShells()).filter(s -> s.isVisible() && s != Workbench.window().getShell()).forEach(Shell::close);
			}
		});
		NewSearchUI.openSearchDialog(Workbench.window(), "dev.livepatch.ide.ui.kernelSearchPage");
		if (wrong[0] != null) {
			throw new AssertionError(wrong[0]);
		}
		searched(before);
	}

	private static void fill(Combo projects, String text, boolean regularExpression, String files, String picture) {
		Shell dialog = projects.getShell();
		Combo[] fields = Arrays.stream(projects.getParent().getChildren()).filter(c -> c instanceof Combo && c != projects).toArray(Combo[]::new);
		Button search = dialog.getDefaultButton();
		Button expression = Workbench.find(projects.getParent(), Button.class, b -> b.getText().equals("Regular e&xpression"));
		expression.setSelection(true);
		fields[0].setText("a(");
		assertFalse(search.isEnabled(), "an invalid expression");
		assertNotNull(Workbench.find(dialog, Text.class, t -> t.getText().contains("Unclosed group, at character 3")), "is said");
		expression.setSelection(regularExpression);
		fields[0].setText(text);
		fields[1].setText(files);
		assertTrue(search.isEnabled(), text);
		if (picture != null) {
			Workbench.screenshot(picture);
		}
		search.notifyListeners(SWT.Selection, new Event());
	}

	/** Until another result than one before is whole and shown, and its first match selected. */
	private static void searched(KernelSearchResult before) {
		Workbench.until("the search ends and its results are shown", () -> {
			KernelSearchResult result = result();
			ISearchQuery query = result == null || result == before ? null : result.getQuery();
			return query != null && !NewSearchUI.isQueryRunning(query) && result.getMatchCount() > 0 && items().length > 0
					&& items()[0].getParent().getSelectionCount() == 1 && items()[0].getParent().getSelection()[0].getItemCount() == 0;
		});
	}

	/** The choice of the project on the open page. */
	private Combo projects() {
		for (Shell shell : Display.getCurrent().getShells()) {
			Combo found = Workbench.find(shell, Combo.class, c -> c.isVisible() && c.indexOf(project.getName()) >= 0 && c.getText().equals(project.getName()));
			if (found != null) {
				return found;
			}
		}
		return null;
	}
}

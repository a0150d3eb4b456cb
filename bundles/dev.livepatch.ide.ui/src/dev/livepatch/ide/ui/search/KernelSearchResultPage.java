package dev.livepatch.ide.ui.search;

import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.search.ui.text.AbstractTextSearchViewPage;
import org.eclipse.search.ui.text.Match;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.ide.ui.kernel.KernelFiles;

/** Shows a result in the Search view, as a tree. */
public final class KernelSearchResultPage extends AbstractTextSearchViewPage {
	private FoundTree tree;

	public KernelSearchResultPage() {
		super(FLAG_LAYOUT_TREE);
	}

	@Override
	protected void configureTreeViewer(TreeViewer viewer) {
		tree = new FoundTree(viewer);
		viewer.setUseHashlookup(true);
		viewer.setContentProvider(tree);
		viewer.setLabelProvider(new DelegatingStyledCellLabelProvider(new FoundLabels(tree, this)));
	}

	@Override
	protected void configureTableViewer(TableViewer viewer) {
		throw new IllegalStateException("there is no table");
	}

	@Override
	protected void elementsChanged(Object[] lines) {
		tree.changed(lines);
	}

	@Override
	protected void clear() {
		if (tree != null) {
			tree.clear();
		}
	}

	@Override
	protected void showMatch(Match match, int offset, int length, boolean activate) throws PartInitException {
		KernelSearchResult result = (KernelSearchResult) getInput();
		IWorkbenchPage page = getSite().getPage();
		String file = ((SourceLine) match.getElement()).file();
		if (KernelFiles.open(page, result.query().project(), result.kernel(), file) instanceof ITextEditor editor) {
			IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
			int from = Math.min(offset, document.getLength());
			editor.selectAndReveal(from, Math.min(length, document.getLength() - from));
		}
		if (!activate) {
			page.activate(getViewPart());
		}
	}
}

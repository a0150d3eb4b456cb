package dev.livepatch.ide.ui.exchange;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.TreeColumnLayout;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.IElementComparer;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.exchange.Backport;

/** Patches, files and hunks with their states. What the author selected and opened stays so when everything is computed anew. */
final class FitTree {
	private final TreeViewer tree;

	/** @param selected told what is selected, null for nothing */
	FitTree(Composite parent, Consumer<FitNode> selected) {
		Composite holder = new Composite(parent, SWT.NONE);
		GridDataFactory.fillDefaults().grab(true, true).applyTo(holder);
		TreeColumnLayout layout = new TreeColumnLayout();
		holder.setLayout(layout);
		tree = new TreeViewer(holder, SWT.BORDER | SWT.FULL_SELECTION | SWT.SINGLE);
		tree.getTree().setHeaderVisible(true);
		tree.setContentProvider(new Nodes());
		tree.setComparer(new SameNode());
		column(layout, Messages.FitPage_hunk, 45, new ColumnLabelProvider() {
			@Override
			public String getText(Object element) {
				return ((FitNode) element).label();
			}

			@Override
			public Image getImage(Object element) {
				return StateTexts.image((FitNode) element);
			}
		});
		column(layout, Messages.FitPage_state, 18, ColumnLabelProvider.createTextProvider(e -> ((FitNode) e).state().map(StateTexts::name)
				.orElse(((FitNode) e).open() ? Messages.State_open : ""))); //$NON-NLS-1$
		column(layout, Messages.FitPage_detail, 60, ColumnLabelProvider.createTextProvider(e -> ((FitNode) e).state().map(StateTexts::detail).orElse(""))); //$NON-NLS-1$
		tree.addSelectionChangedListener(e -> selected.accept((FitNode) e.getStructuredSelection().getFirstElement()));
	}

	private void column(TreeColumnLayout layout, String title, int weight, ColumnLabelProvider labels) {
		TreeViewerColumn column = new TreeViewerColumn(tree, SWT.NONE);
		column.getColumn().setText(title);
		column.setLabelProvider(labels);
		layout.setColumnData(column.getColumn(), new ColumnWeightData(weight, true));
	}

	void show(Optional<Backport> backport) {
		Object[] expanded = tree.getExpandedElements();
		tree.setInput(backport.orElse(new Backport(List.of(), ChangeSet.NONE)));
		tree.setExpandedElements(expanded);
	}

	void expandAll() {
		tree.expandAll();
	}

	Optional<FitNode> selected() {
		return Optional.ofNullable((FitNode) tree.getStructuredSelection().getFirstElement());
	}

	void select(FitNode node) {
		tree.setSelection(new StructuredSelection(node), true);
	}

	private static final class SameNode implements IElementComparer {
		@Override
		public boolean equals(Object a, Object b) {
			return a instanceof FitNode x && b instanceof FitNode y ? x.key().equals(y.key()) : a.equals(b);
		}

		@Override
		public int hashCode(Object element) {
			return element instanceof FitNode node ? node.key().hashCode() : element.hashCode();
		}
	}

	private static final class Nodes implements ITreeContentProvider {
		@Override
		public Object[] getElements(Object input) {
			return FitModel.patches((Backport) input).toArray();
		}

		@Override
		public Object[] getChildren(Object element) {
			return ((FitNode) element).children().toArray();
		}

		@Override
		public Object getParent(Object element) {
			return null;
		}

		@Override
		public boolean hasChildren(Object element) {
			return !((FitNode) element).children().isEmpty();
		}
	}
}

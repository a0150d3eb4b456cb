package dev.livepatch.ide.ui.patch;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.eclipse.jface.layout.TreeColumnLayout;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnPixelData;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.jface.viewers.Viewer;
import org.eclipse.jface.viewers.ViewerFilter;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.ControlListener;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.TreeColumn;

import dev.livepatch.ide.ui.Icons;

/** The tree of a patch. What is shown anew keeps its place, its expansion and the selection. */
final class PatchTree {
	/** Below this, name and status need all there is; in pixels. */
	private static final int NARROW = 460;
	/** More lines than this are not opened unasked. */
	private static final int MOST_OPENED = 200;
	/** The level at which what is in the objects is seen, and the findings of each are not. */
	private static final int OBJECTS_OPEN = 3;
	private final TreeColumnLayout layout = new TreeColumnLayout();
	private final TreeViewer viewer;
	private final TreeColumn reason;
	private final TreeColumn place;
	private final Unfolding unfolding;
	private List<Row> rows = List.of();
	/** The lines that the filters let through; null for all. */
	private Set<Row> wanted;
	private RowFilter filter = RowFilter.NONE;
	private int all;
	private boolean narrow;

	PatchTree(Composite parent) {
		Composite area = new Composite(parent, SWT.NONE);
		area.setLayout(layout);
		viewer = new TreeViewer(area, SWT.FULL_SELECTION | SWT.MULTI | SWT.H_SCROLL | SWT.V_SCROLL);
		viewer.getTree().setHeaderVisible(true);
		viewer.setUseHashlookup(true);
		unfolding = new Unfolding(viewer);
		ColumnViewerToolTipSupport.enableFor(viewer);
		column(Messages.columnName, Row::name, Row::icon, 5, 120);
		column(Messages.columnStatus, Row::status, r -> null, 5, 90);
		reason = column(Messages.columnReason, r -> r.reason().lines().findFirst().orElse(""), r -> null, 7, 80);
		place = column(Messages.columnPlace, Row::at, r -> null, 4, 80);
		viewer.setContentProvider(new Content());
		viewer.addFilter(new ViewerFilter() {
			@Override
			public boolean select(Viewer v, Object above, Object element) {
				return shown((Row) element);
			}
		});
		viewer.setInput(rows);
		area.addControlListener(ControlListener.controlResizedAdapter(e -> fit(area.getClientArea().width)));
	}

	TreeViewer viewer() {
		return viewer;
	}

	Composite control() {
		return viewer.getTree().getParent();
	}

	/** @param anew whether this is another project's tree than before */
	void show(List<Row> now, boolean anew) {
		boolean first = anew || rows.isEmpty();
		rows = now;
		all = now.stream().mapToInt(PatchTree::size).sum();
		unfolding.stop();
		find();
		if (!first) {
			viewer.refresh();
		} else {
			viewer.getTree().setRedraw(false);
			// quicker than to look what of another project's lines is to go
			viewer.setInput(now);
			viewer.expandToLevel(all <= MOST_OPENED ? OBJECTS_OPEN : OBJECTS_OPEN - 1);
			viewer.getTree().setRedraw(true);
		}
	}

	/** Opens all lines, now or, if there are many, soon. */
	void expandAll() {
		unfolding.open(rows);
	}

	void collapseAll() {
		unfolding.stop();
		viewer.collapseAll();
	}

	/**
	 * @param words that have to be in a line, in one above or in one below
	 * @param which lines are to be shown, with those above; empty for all
	 */
	void filter(String words, Set<Row.Kind> which) {
		filter = new RowFilter(words, which);
		find();
		viewer.refresh();
		if ((wanted == null ? all : wanted.size()) <= MOST_OPENED) {
			// lines that were hidden come back closed
			viewer.expandToLevel(filter.text().isEmpty() ? OBJECTS_OPEN : TreeViewer.ALL_LEVELS);
		}
	}

	/** Selects the line nearest above a place of a file, if there is one. */
	void reveal(String file, int line) {
		Row[] best = new Row[1];
		forEach(rows, row -> {
			boolean near = row.place().file().equals(file) && row.place().line() > 0 && row.place().line() <= line && shown(row);
			if (near && (best[0] == null || row.place().line() > best[0].place().line())) {
				best[0] = row;
			}
		});
		if (best[0] != null) {
			viewer.setSelection(new StructuredSelection(best[0]), true);
		}
	}

	List<Row> selection() {
		return viewer.getStructuredSelection().stream().map(Row.class::cast).toList();
	}

	/** From left to right. */
	static List<String> titles() {
		return List.of(Messages.columnName, Messages.columnStatus, Messages.columnReason, Messages.columnPlace);
	}

	/** Those lines that the filters let through. */
	private void find() {
		wanted = filter.isNone() ? null : filter.of(rows);
	}

	private boolean shown(Row row) {
		return wanted == null || wanted.contains(row);
	}

	private static void forEach(List<Row> rows, Consumer<Row> action) {
		for (Row row : rows) {
			action.accept(row);
			forEach(row.children(), action);
		}
	}

	private static int size(Row row) {
		return 1 + row.children().stream().mapToInt(PatchTree::size).sum();
	}

	/** A narrow view has room for names and statuses only; the rest is in their tool tips. */
	private void fit(int width) {
		boolean tight = width < NARROW;
		if (tight != narrow) {
			narrow = tight;
			layout.setColumnData(reason, tight ? new ColumnPixelData(0, true) : new ColumnWeightData(7, 80, true));
			layout.setColumnData(place, tight ? new ColumnPixelData(0, true) : new ColumnWeightData(4, 80, true));
			control().layout(true, true);
		}
	}

	private TreeColumn column(String title, Function<Row, String> words, Function<Row, Icons> icon, int weight, int least) {
		TreeViewerColumn column = new TreeViewerColumn(viewer, SWT.LEFT);
		column.getColumn().setText(title);
		column.setLabelProvider(new ColumnLabelProvider() {
			@Override
			public String getText(Object element) {
				return words.apply((Row) element);
			}

			@Override
			public Image getImage(Object element) {
				Icons image = icon.apply((Row) element);
				return image == null ? null : image.image();
			}

			@Override
			public String getToolTipText(Object element) {
				Row row = (Row) element;
				return String.join("\n", Stream.of(row.name(), row.status(), row.reason(), row.at()).filter(s -> !s.isEmpty()).toList());
			}
		});
		layout.setColumnData(column.getColumn(), new ColumnWeightData(weight, least, true));
		return column.getColumn();
	}

	private final class Content implements ITreeContentProvider {
		@Override
		public Object[] getElements(Object input) {
			return rows.toArray();
		}

		@Override
		public Object[] getChildren(Object row) {
			return ((Row) row).children().toArray();
		}

		/** Lines are found by their keys: none has to know the one above. */
		@Override
		public Object getParent(Object row) {
			String key = ((Row) row).key();
			return key.lastIndexOf('\n') <= 0 ? null : parent(rows, (Row) row);
		}

		@Override
		public boolean hasChildren(Object row) {
			return !((Row) row).children().isEmpty();
		}

		private Row parent(List<Row> among, Row child) {
			for (Row row : among) {
				if (child.key().startsWith(row.key() + "\n")) {
					return row.children().contains(child) ? row : parent(row.children(), child);
				}
			}
			return null;
		}
	}
}

package dev.livepatch.ide.ui.module;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.jface.viewers.Viewer;
import org.eclipse.jface.viewers.ViewerComparator;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.TableColumn;

/** Shows a {@link TablePage}: rows can be sorted by each column, and copied. */
final class ModuleTable {
	private static final int WIDEST = 520;
	private static final int PADDING = 36;
	private final TablePage page;
	private final TableViewer viewer;

	ModuleTable(Composite parent, TablePage page) {
		this.page = page;
		viewer = new TableViewer(parent, SWT.MULTI | SWT.FULL_SELECTION | SWT.V_SCROLL | SWT.H_SCROLL | SWT.VIRTUAL);
		viewer.setUseHashlookup(true);
		viewer.getTable().setHeaderVisible(true);
		viewer.getTable().setLinesVisible(true);
		viewer.setContentProvider(ArrayContentProvider.getInstance());
		for (int i = 0; i < page.columns().size(); i++) {
			column(i);
		}
		viewer.setInput(page.rows());
		fit();
	}

	/** Only what is shown of a virtual table has a width of its own. */
	private void fit() {
		GC gc = new GC(viewer.getTable());
		for (int i = 0; i < page.columns().size(); i++) {
			int column = i;
			String longest = Stream.concat(Stream.of(page.column(column)), page.rows().stream().map(r -> r.get(column))).max(Comparator.comparingInt(String::length)).orElse("");
			int title = gc.stringExtent(page.column(column)).x;
			viewer.getTable().getColumn(column).setWidth(Math.min(Math.max(title, gc.stringExtent(longest).x) + PADDING, WIDEST));
		}
		gc.dispose();
	}

	private void column(int index) {
		TableViewerColumn column = new TableViewerColumn(viewer, page.numbers(index) ? SWT.RIGHT : SWT.LEFT);
		column.getColumn().setText(page.column(index));
		column.getColumn().setMoveable(true);
		column.setLabelProvider(ColumnLabelProvider.createTextProvider(row -> cells(row).get(index)));
		column.getColumn().addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> sort(column.getColumn(), index)));
	}

	private void sort(TableColumn column, int index) {
		boolean down = viewer.getTable().getSortColumn() == column && viewer.getTable().getSortDirection() == SWT.UP;
		viewer.getTable().setSortColumn(column);
		viewer.getTable().setSortDirection(down ? SWT.DOWN : SWT.UP);
		viewer.setComparator(new ViewerComparator() {
			@Override
			public int compare(Viewer v, Object one, Object other) {
				int order = compare(cells(one).get(index), cells(other).get(index), page.numbers(index));
				return down ? -order : order;
			}

			private int compare(String one, String other, boolean numbers) {
				boolean both = numbers && one.matches("\\d{1,18}") && other.matches("\\d{1,18}");
				return both ? Long.compare(Long.parseLong(one), Long.parseLong(other)) : one.compareTo(other);
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static List<String> cells(Object row) {
		return (List<String>) row;
	}

	TableViewer viewer() {
		return viewer;
	}

	/** Puts a menu on the table. */
	void menu(MenuManager menu) {
		viewer.getTable().setMenu(menu.createContextMenu(viewer.getTable()));
	}

	/** The selected rows, all if none is selected, with tabs between the cells. */
	void copy() {
		List<?> rows = viewer.getStructuredSelection().isEmpty() ? page.rows() : viewer.getStructuredSelection().toList();
		String text = rows.stream().map(r -> String.join("\t", cells(r))).collect(Collectors.joining("\n"));
		Clipboard clipboard = new Clipboard(viewer.getTable().getDisplay());
		clipboard.setContents(new Object[] { text.isEmpty() ? page.title() : text }, new Transfer[] { TextTransfer.getInstance() });
		clipboard.dispose();
	}
}

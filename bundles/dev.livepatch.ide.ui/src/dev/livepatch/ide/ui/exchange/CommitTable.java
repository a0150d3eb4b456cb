package dev.livepatch.ide.ui.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.CheckboxTableViewer;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;

import dev.livepatch.core.exchange.Commit;

/** The commits of a clone that were listed so far, and which of them are chosen. What is chosen stays so while the list shows others. */
final class CommitTable {
	private final CheckboxTableViewer viewer;
	private final TableColumnLayout layout = new TableColumnLayout();
	private final List<Commit> commits = new ArrayList<>();
	private final Set<String> chosen = new LinkedHashSet<>();
	private final Runnable changed;

	/**
	 * @param changed called when other commits are chosen
	 * @param shown   told the commit that is selected
	 */
	CommitTable(Composite parent, Runnable changed, Consumer<Commit> shown) {
		this.changed = changed;
		Composite holder = new Composite(parent, SWT.NONE);
		holder.setLayout(layout);
		viewer = CheckboxTableViewer.newCheckList(holder, SWT.BORDER | SWT.FULL_SELECTION);
		viewer.getTable().setHeaderVisible(true);
		viewer.setContentProvider(ArrayContentProvider.getInstance());
		column(Messages.CommitsPage_commit, 18, Commit::abbreviated);
		column(Messages.CommitsPage_subject, 50, c -> c.merge() ? NLS.bind(Messages.CommitsPage_merge, c.subject()) : c.subject());
		column(Messages.CommitsPage_authorColumn, 24, c -> c.author().replaceFirst(" <.*", "")); //$NON-NLS-1$ //$NON-NLS-2$
		column(Messages.CommitsPage_date, 14, c -> c.date().substring(0, Math.min(10, c.date().length())));
		viewer.addCheckStateListener(e -> check((Commit) e.getElement(), e.getChecked()));
		viewer.addSelectionChangedListener(e -> {
			if (e.getStructuredSelection().getFirstElement() instanceof Commit commit) {
				shown.accept(commit);
			}
		});
	}

	private void column(String title, int weight, Function<Commit, String> label) {
		TableViewerColumn column = new TableViewerColumn(viewer, SWT.NONE);
		column.getColumn().setText(title);
		column.setLabelProvider(ColumnLabelProvider.createTextProvider(c -> label.apply((Commit) c)));
		layout.setColumnData(column.getColumn(), new ColumnWeightData(weight, true));
	}

	/** Lists more commits behind those that are listed, or others in their place. */
	void list(List<Commit> more, boolean instead) {
		if (instead) {
			commits.clear();
		}
		commits.addAll(more);
		viewer.setInput(commits.toArray());
		commits.stream().filter(c -> chosen.contains(c.id())).forEach(c -> viewer.setChecked(c, true));
	}

	/** How many are listed. */
	int size() {
		return commits.size();
	}

	/** Full names, in no order. */
	List<String> chosen() {
		return List.copyOf(chosen);
	}

	/** None is chosen from now on: another clone has others. */
	void chooseNone() {
		chosen.clear();
	}

	private void check(Commit commit, boolean checked) {
		if (checked) {
			chosen.add(commit.id());
		} else {
			chosen.remove(commit.id());
		}
		changed.run();
	}
}

package dev.livepatch.ide.ui.run;

import java.util.List;
import java.util.function.Function;

import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnPixelData;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.ControlListener;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.TableColumn;

import dev.livepatch.ide.launch.RunState.StepState;
import dev.livepatch.ide.launch.RunState.StepStatus;

/** The steps, one in each row. The newest stays selected while a run goes on (in the end, the one that failed), until the user selects another. */
final class StepTable {
	/** Below this, in pixels, there is no room for evidence: it is beside the table and in the tool tips. */
	private static final int NARROW = 420;
	private final TableViewer viewer;
	private final TableColumnLayout layout = new TableColumnLayout();
	private final TableColumn evidence;
	private boolean follows = true;
	private boolean showing;
	private boolean narrow;

	StepTable(Composite parent) {
		Composite area = new Composite(parent, SWT.NONE);
		area.setLayout(layout);
		viewer = new TableViewer(area, SWT.FULL_SELECTION | SWT.SINGLE | SWT.V_SCROLL);
		viewer.getTable().setHeaderVisible(true);
		viewer.setContentProvider(ArrayContentProvider.getInstance());
		ColumnViewerToolTipSupport.enableFor(viewer);
		column(Messages.step, SWT.LEFT, StepState::name, s -> RunReport.icon(s.status()).image(), 150);
		column(Messages.verdict, SWT.LEFT, s -> RunReport.text(s.status()), s -> null, 66);
		column(Messages.time, SWT.RIGHT, s -> s.status() == StepStatus.RUNNING || s.status() == StepStatus.SKIPPED ? "" : RunReport.seconds(s.elapsed()), s -> null, 60);
		evidence = column(Messages.evidence, SWT.LEFT, s -> s.evidence().lines().findFirst().orElse(""), s -> null, 0);
		area.addControlListener(ControlListener.controlResizedAdapter(e -> fit(area)));
	}

	private void fit(Composite area) {
		boolean tight = area.getClientArea().width < NARROW;
		if (tight != narrow) {
			narrow = tight;
			layout.setColumnData(evidence, tight ? new ColumnPixelData(0, true) : new ColumnWeightData(1, 60, true));
			area.layout(true, true);
		}
	}

	TableViewer viewer() {
		return viewer;
	}

	/** Null if nothing is selected. */
	StepState selection() {
		return (StepState) viewer.getStructuredSelection().getFirstElement();
	}

	void onSelection(Runnable action) {
		viewer.addSelectionChangedListener(e -> {
			if (!showing) {
				StepState selected = selection();
				List<?> all = (List<?>) viewer.getInput();
				follows = selected == null || all.indexOf(selected) == all.size() - 1;
				action.run();
			}
		});
	}

	void select(String name) {
		((List<?>) viewer.getInput()).stream().filter(s -> ((StepState) s).name().equals(name)).findFirst().ifPresent(s -> viewer.setSelection(new StructuredSelection(s), true));
	}

	/** Selects the newest step again, as at first. */
	void follow() {
		follows = true;
	}

	void show(List<StepState> steps) {
		showing = true;
		String selected = selection() == null ? null : selection().name();
		viewer.setInput(steps);
		StepState next = steps.stream().filter(s -> s.status() == StepStatus.FAILED).findFirst().orElse(steps.isEmpty() ? null : steps.getLast());
		if (!follows) {
			next = steps.stream().filter(s -> s.name().equals(selected)).findFirst().orElse(next);
		}
		viewer.setSelection(next == null ? StructuredSelection.EMPTY : new StructuredSelection(next), true);
		showing = false;
	}

	private TableColumn column(String title, int style, Function<StepState, String> text, Function<StepState, Image> image, int width) {
		TableViewerColumn column = new TableViewerColumn(viewer, style);
		column.getColumn().setText(title);
		column.setLabelProvider(new ColumnLabelProvider() {
			@Override
			public String getText(Object step) {
				return text.apply((StepState) step);
			}

			@Override
			public Image getImage(Object step) {
				return image.apply((StepState) step);
			}

			/** Columns are narrow where the view is. */
			@Override
			public String getToolTipText(Object step) {
				return getText(step);
			}
		});
		layout.setColumnData(column.getColumn(), width == 0 ? new ColumnWeightData(1, 60, true) : new ColumnPixelData(width, true, true));
		return column.getColumn();
	}
}

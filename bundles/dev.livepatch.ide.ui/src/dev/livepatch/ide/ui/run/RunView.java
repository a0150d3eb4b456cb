package dev.livepatch.ide.ui.run;

import java.util.Arrays;
import java.util.List;

import org.eclipse.debug.core.DebugEvent;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.IDebugEventSetListener;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.events.ControlListener;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.ISharedImages;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.part.ViewPart;

import dev.livepatch.ide.launch.RunState;
import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.ui.FoundLine;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;

/** The steps of a run in the emulated kernel, each with its verdict, time and evidence. */
public final class RunView extends ViewPart {
	/** In less width than this, in pixels, the steps stand above their evidence: beside each other, both would be cut off. */
	private static final int LEAST_BESIDE = 480;
	private final IDebugEventSetListener listener = this::heard;
	private FoundLine head;
	private StepTable steps;
	private EvidencePane evidence;
	private Action terminate;
	private Action copy;
	private Action openReport;
	private Action compare;
	private VerificationProcess process;

	@Override
	public void createPartControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().spacing(0, 2).applyTo(page);
		HelpContext.RUN_VIEW.on(page);
		head = FoundLine.wrapping(page);
		GridDataFactory.fillDefaults().grab(true, false).indent(4, 2).applyTo(head);
		SashForm sash = new SashForm(page, SWT.HORIZONTAL);
		GridDataFactory.fillDefaults().grab(true, true).applyTo(sash);
		steps = new StepTable(sash);
		evidence = new EvidencePane(sash);
		sash.setWeights(1, 1);
		sash.addControlListener(ControlListener.controlResizedAdapter(e -> {
			Rectangle place = sash.getClientArea();
			sash.setOrientation(place.width < LEAST_BESIDE || place.width < place.height ? SWT.VERTICAL : SWT.HORIZONTAL);
		}));
		steps.onSelection(() -> evidence.show(steps.selection()));
		getSite().setSelectionProvider(steps.viewer());
		createActions();
		DebugPlugin.getDefault().addDebugEventListener(listener);
		List<VerificationProcess> runs = runs();
		show(runs.isEmpty() ? null : runs.getLast());
	}

	/** The runs that are still known, the newest last. */
	static List<VerificationProcess> runs() {
		return Arrays.stream(DebugPlugin.getDefault().getLaunchManager().getProcesses()).filter(VerificationProcess.class::isInstance)
				.map(VerificationProcess.class::cast).toList();
	}

	/** @param run null for none */
	public void show(VerificationProcess run) {
		if (run != process) {
			steps.follow();
		}
		process = run;
		refresh();
	}

	/** Selects a step by its name, if there is one. */
	void select(String step) {
		steps.select(step);
	}

	/** The run that is shown; null if there is none. */
	public VerificationProcess shown() {
		return process;
	}

	StepTable steps() {
		return steps;
	}

	private void createActions() {
		terminate = new Action(Messages.terminate) {
			@Override
			public void run() {
				if (process != null) {
					process.terminate();
				}
			}
		};
		terminate.setToolTipText(Messages.terminateIs);
		terminate.setImageDescriptor(PlatformUI.getWorkbench().getSharedImages().getImageDescriptor(ISharedImages.IMG_ELCL_STOP));
		terminate.setDisabledImageDescriptor(PlatformUI.getWorkbench().getSharedImages().getImageDescriptor(ISharedImages.IMG_ELCL_STOP_DISABLED));
		copy = new Action(Messages.copy) {
			@Override
			public void run() {
				RunReport.copy(process, head.getDisplay());
			}
		};
		copy.setToolTipText(Messages.copyIs);
		copy.setImageDescriptor(PlatformUI.getWorkbench().getSharedImages().getImageDescriptor(ISharedImages.IMG_TOOL_COPY));
		openReport = new Action(Messages.open) {
			@Override
			public void run() {
				process.kept().ifPresent(RunReport::open);
			}
		};
		openReport.setToolTipText(Messages.openIs);
		openReport.setImageDescriptor(Icons.REPORT.descriptor());
		compare = new CompareAction(this);
		IToolBarManager bar = getViewSite().getActionBars().getToolBarManager();
		bar.add(terminate);
		bar.add(copy);
		bar.add(openReport);
		bar.add(compare);
		bar.add(new HistoryAction(this));
	}

	private void heard(DebugEvent[] events) {
		boolean ours = Arrays.stream(events).anyMatch(e -> e.getSource() instanceof VerificationProcess run
				&& (run == process || process == null && e.getKind() == DebugEvent.CREATE));
		if (ours && !head.isDisposed()) {
			head.getDisplay().asyncExec(() -> {
				if (!head.isDisposed()) {
					show(process == null ? runs().stream().reduce((a, b) -> b).orElse(null) : process);
				}
			});
		}
	}

	private void refresh() {
		RunState state = process == null ? null : process.state();
		if (state == null) {
			head.show(null, Messages.noRun);
			steps.show(List.of());
		} else {
			head.show(RunReport.icon(state.outcome()).image(), process.project().getName() + ": " + RunReport.headline(state));
			steps.show(state.steps());
		}
		evidence.show(steps.selection());
		terminate.setEnabled(process != null && process.canTerminate());
		copy.setEnabled(process != null);
		openReport.setEnabled(process != null && process.kept().isPresent());
		compare.setEnabled(openReport.isEnabled());
	}

	@Override
	public void setFocus() {
		steps.viewer().getControl().setFocus();
	}

	@Override
	public void dispose() {
		DebugPlugin.getDefault().removeDebugEventListener(listener);
		super.dispose();
	}
}

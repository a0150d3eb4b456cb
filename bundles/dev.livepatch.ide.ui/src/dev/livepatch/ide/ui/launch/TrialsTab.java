package dev.livepatch.ide.ui.launch;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Spinner;

import dev.livepatch.ide.launch.LaunchSettings;
import dev.livepatch.ide.launch.TrialSettings;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.vm.trial.StressPlan;

/** What the patch is put through beyond being loaded once. */
final class TrialsTab extends SettingsTab {
	private Button workload;
	private Spinner stress;
	private Button measure;
	private Button trace;
	private Button force;
	private Button cold;

	@Override
	public void createControl(Composite parent) {
		Composite page = page(parent, 3);
		workload = check(page, Messages.workload, Messages.workloadIs);
		stress = number(page, Messages.stress, 0, StressPlan.MAX_ROUNDS, 1, Messages.moreTimes);
		explain(page, Messages.stressIs);
		measure = check(page, Messages.measure, Messages.measureIs);
		trace = check(page, Messages.trace, Messages.traceIs);
		cold = check(page, Messages.cold, Messages.coldIs);
		force = check(page, Messages.force,
				Messages.forceIs);
		setControl(page);
		HelpContext.LAUNCH_TRIALS.on(page);
	}

	@Override
	void show(LaunchSettings settings) {
		TrialSettings trials = settings.trials();
		workload.setSelection(trials.workload());
		stress.setSelection(trials.stress());
		measure.setSelection(trials.measure());
		trace.setSelection(trials.trace());
		cold.setSelection(trials.cold());
		force.setSelection(trials.force());
	}

	@Override
	LaunchSettings collect(LaunchSettings s) {
		TrialSettings trials = new TrialSettings(cold.getSelection(), workload.getSelection(), stress.getSelection(), measure.getSelection(), trace.getSelection(), force.getSelection());
		return new LaunchSettings(s.project(), s.cpus(), s.memoryMb(), s.kvm(), s.ownProbes(), s.probes(), s.bootSeconds(), s.transitionSeconds(), s.probeSeconds(), trials);
	}

	@Override
	public String getName() {
		return Messages.trials;
	}

	@Override
	public Image getImage() {
		return Icons.RUN_VIEW.image();
	}

	private Button check(Composite parent, String text, String explanation) {
		Button button = new Button(parent, SWT.CHECK);
		button.setText(text);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> changed()));
		GridDataFactory.fillDefaults().span(3, 1).applyTo(button);
		explain(parent, explanation);
		return button;
	}

	private static void explain(Composite parent, String text) {
		Label label = new Label(parent, SWT.WRAP);
		label.setText(text);
		GridDataFactory.fillDefaults().span(3, 1).indent(24, -6).grab(true, false).hint(400, SWT.DEFAULT).applyTo(label);
	}
}

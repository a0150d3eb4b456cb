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
		workload = check(page, "Keep the guest &busy meanwhile", "Processes, threads, files, sockets, pipes, signals, timers and memory.");
		stress = number(page, "&Load and unload it", 0, StressPlan.MAX_ROUNDS, 1, "more times");
		explain(page, "0: not at all. Else it is also replaced by its successor, and refused by a callback.");
		measure = check(page, "&Measure what it costs", "Pauses of tasks, transition times, redirected calls, memory. Takes a minute or two.");
		trace = check(page, "&Trace the patched functions while the probes run", "Shows the old entry, the handler and the new function of each call.");
		cold = check(page, "B&oot the kernel anew", "Although a machine was saved after an earlier boot.");
		force = check(page, "&Force a transition that does not end in time",
				"Nothing is certain then: some task may still run the original function,\nand the patch can never be taken off. Such a run is never verified.");
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
		return "Trials";
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

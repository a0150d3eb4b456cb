package dev.livepatch.ide.launch;

import java.util.Optional;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;

import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.vm.RunOptions;
import dev.livepatch.vm.trial.TrialBuilder.Wish;
import dev.livepatch.vm.trial.Workload;

/**
 * What a launch configuration asks for beyond an ordinary run.
 *
 * @param cold     whether the kernel is booted although a machine was saved after an earlier boot
 * @param workload whether the guest is kept busy
 * @param stress   how often the patch is loaded and unloaded more; 0 for no stress
 * @param measure  whether the cost is measured
 * @param trace    whether the calls of the patched functions are traced while the probes run
 * @param force    whether a transition that does not end in time is forced
 */
public record TrialSettings(boolean cold, boolean workload, int stress, boolean measure, boolean trace, boolean force) {
	private static final String PREFIX = LivepatchIde.LAUNCH_TYPE + ".";
	private static final String COLD = PREFIX + "cold";
	private static final String WORKLOAD = PREFIX + "workload";
	private static final String STRESS = PREFIX + "stress";
	private static final String MEASURE = PREFIX + "measure";
	private static final String TRACE = PREFIX + "trace";
	private static final String FORCE = PREFIX + "force";
	/** An ordinary run. */
	static final TrialSettings NONE = new TrialSettings(false, false, 0, false, false, false);

	static TrialSettings read(ILaunchConfiguration configuration) throws CoreException {
		return new TrialSettings(configuration.getAttribute(COLD, false), configuration.getAttribute(WORKLOAD, false), configuration.getAttribute(STRESS, 0),
				configuration.getAttribute(MEASURE, false), configuration.getAttribute(TRACE, false), configuration.getAttribute(FORCE, false));
	}

	void write(ILaunchConfigurationWorkingCopy configuration) {
		configuration.setAttribute(COLD, cold);
		configuration.setAttribute(WORKLOAD, workload);
		configuration.setAttribute(STRESS, stress);
		configuration.setAttribute(MEASURE, measure);
		configuration.setAttribute(TRACE, trace);
		configuration.setAttribute(FORCE, force);
	}

	Wish wish() {
		return new Wish(workload ? Workload.MIXED : Workload.NONE, stress, measure, Optional.empty());
	}

	RunOptions options() {
		return new RunOptions(force, trace);
	}
}

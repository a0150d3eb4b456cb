package dev.livepatch.vm;

import dev.livepatch.vm.trial.Trials;

/**
 * What a verification does beyond the ordinary.
 *
 * @param force whether a transition that does not end in time is forced. From then on nothing is certain: a task may still run the original function among
 *              tasks that run the patched one, and the patch must never be taken off again. Such a run is never {@link Outcome#VERIFIED}
 * @param trace whether the calls of the patched functions are traced while the probes run with the patch
 * @param trials what it is put through beyond being loaded once
 * @param debug  whether the run waits for a debugger once the patch is in force, before the probes run with it; no deadline holds then
 */
public record RunOptions(boolean force, boolean trace, Trials trials, boolean debug) {
	public static final RunOptions ORDINARY = new RunOptions(false, false);

	public RunOptions(boolean force, boolean trace) {
		this(force, trace, Trials.NONE, false);
	}

	public RunOptions with(Trials newTrials) {
		return new RunOptions(force, trace, newTrials, debug);
	}

	public RunOptions debugged() {
		return new RunOptions(force, trace, trials, true);
	}
}

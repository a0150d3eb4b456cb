package dev.livepatch.vm;

/**
 * What a verification does beyond the ordinary.
 *
 * @param force whether a transition that does not end in time is forced. From then on nothing is certain: a task may still run the original function among
 *              tasks that run the patched one, and the patch must never be taken off again. Such a run is never {@link Outcome#VERIFIED}
 * @param trace whether the calls of the patched functions are traced while the probes run with the patch
 */
public record RunOptions(boolean force, boolean trace) {
	public static final RunOptions ORDINARY = new RunOptions(false, false);
}

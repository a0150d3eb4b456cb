package dev.livepatch.vm.observation;

import java.util.List;
import java.util.Optional;

/**
 * What the steps of a verification saw.
 *
 * @param stacks      empty if the kernel shows no stacks, or the check was not made
 * @param transitions in the order of time: to the patch, and back
 * @param entries     of the patched functions, in the order of the patch
 * @param trace       empty unless it was asked for and the kernel has a tracer
 * @param stress      empty unless it was asked for and begun
 * @param cost        empty unless it was asked for and something was measured
 */
public record Observations(Optional<StackSurvey> stacks, List<Transition> transitions, List<FunctionEntry> entries, Optional<FunctionTrace> trace, Optional<Stress> stress,
		Optional<Cost> cost) {
	public static final Observations NONE = new Observations(Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

	public Observations {
		entries = List.copyOf(entries);
		transitions = List.copyOf(transitions);
	}
}

package dev.livepatch.vm.observation;

import java.util.List;
import java.util.Optional;

/**
 * What the steps of a verification saw.
 *
 * @param stacks      empty if the kernel shows no stacks, or the check was not made
 * @param transitions in the order of time: to the patch, and back
 */
public record Observations(Optional<StackSurvey> stacks, List<Transition> transitions) {
	public static final Observations NONE = new Observations(Optional.empty(), List.of());

	public Observations {
		transitions = List.copyOf(transitions);
	}
}

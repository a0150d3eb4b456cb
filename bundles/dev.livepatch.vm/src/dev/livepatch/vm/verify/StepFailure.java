package dev.livepatch.vm.verify;

import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.RuntimeProblem;

/** Ends a step: it failed. */
final class StepFailure extends Exception {
	private static final long serialVersionUID = 1L;

	private final transient List<RuntimeProblem> problems;
	private final boolean guestLost;

	/** @param guestLost whether nothing more can be asked of the guest, so that no further step makes sense */
	StepFailure(List<RuntimeProblem> problems, boolean guestLost) {
		super(problems.stream().map(RuntimeProblem::message).reduce((a, b) -> a + "\n" + b).orElse("failed"));
		this.problems = List.copyOf(problems);
		this.guestLost = guestLost;
	}

	/** The guest goes on, only this step failed. */
	static StepFailure of(RuntimeProblem.Kind kind, String message) {
		return of(kind, message, Optional.empty());
	}

	/** The guest goes on, only this step failed. */
	static StepFailure of(RuntimeProblem.Kind kind, String message, Optional<String> function) {
		return new StepFailure(List.of(new RuntimeProblem(kind, message, function)), false);
	}

	static StepFailure lost(RuntimeProblem.Kind kind, String message) {
		return new StepFailure(List.of(new RuntimeProblem(kind, message, Optional.empty())), true);
	}

	List<RuntimeProblem> problems() {
		return problems;
	}

	boolean guestLost() {
		return guestLost;
	}
}

package dev.livepatch.vm.verify;

import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.guest.KernelConsole;

/** Ends a step: it failed. */
final class StepFailure extends Exception {
	private static final long serialVersionUID = 1L;

	private final transient List<RuntimeProblem> problems;
	private final boolean guestLost;

	/** @param guestLost whether nothing more can be asked of the guest, so that no further step makes sense */
	private StepFailure(List<RuntimeProblem> problems, String evidence, boolean guestLost) {
		super(evidence);
		this.problems = List.copyOf(problems);
		this.guestLost = guestLost;
	}

	/** The guest goes on, only this step failed. */
	static StepFailure of(RuntimeProblem.Kind kind, String message) {
		return new StepFailure(List.of(new RuntimeProblem(kind, message, Optional.empty())), message, false);
	}

	static StepFailure lost(RuntimeProblem.Kind kind, String message) {
		return new StepFailure(List.of(new RuntimeProblem(kind, message, Optional.empty())), message, true);
	}

	/** The kernel is in trouble: what it says is the evidence. */
	static StepFailure kernel(KernelConsole console) {
		return new StepFailure(console.problems(), String.join("\n", console.reports()), true);
	}

	List<RuntimeProblem> problems() {
		return problems;
	}

	boolean guestLost() {
		return guestLost;
	}
}

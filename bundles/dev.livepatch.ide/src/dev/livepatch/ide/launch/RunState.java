package dev.livepatch.ide.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.livepatch.vm.observation.StepVerdict;

/**
 * What is known about a run at one moment.
 *
 * @param summary  the outcome in a sentence; what is being done while it is running
 * @param steps    in the order in which they were begun
 * @param problems what went wrong in the guest
 */
public record RunState(RunOutcome outcome, String summary, List<StepState> steps, List<String> problems) {

	public enum RunOutcome {
		RUNNING, VERIFIED, FAILED, ERROR, CANCELLED
	}

	public enum StepStatus {
		RUNNING, PASSED, FAILED, SKIPPED;

		static StepStatus of(StepVerdict verdict) {
			return switch (verdict) {
				case PASSED -> PASSED;
				case FAILED -> FAILED;
				case SKIPPED -> SKIPPED;
			};
		}
	}

	/**
	 * @param elapsed  zero while running
	 * @param evidence what was seen; may have several lines
	 */
	public record StepState(String name, StepStatus status, Duration elapsed, String evidence) {
	}

	static final RunState INITIAL = new RunState(RunOutcome.RUNNING, Messages.waiting, List.of(), List.of());

	public RunState {
		steps = List.copyOf(steps);
		problems = List.copyOf(problems);
	}

	RunState started(String step) {
		List<StepState> next = new ArrayList<>(steps);
		next.add(new StepState(step, StepStatus.RUNNING, Duration.ZERO, ""));
		return new RunState(outcome, step, next, problems);
	}

	/** The running step waits for the user. */
	RunState waiting(String why) {
		List<StepState> next = steps.stream().map(s -> s.status() == StepStatus.RUNNING ? new StepState(s.name(), s.status(), s.elapsed(), why) : s).toList();
		return new RunState(outcome, why, next, problems);
	}

	/** Replaces the step if it is running, else adds it. */
	RunState finished(StepState step) {
		List<StepState> next = new ArrayList<>(steps);
		next.removeIf(s -> s.name().equals(step.name()) && s.status() == StepStatus.RUNNING);
		next.add(step);
		return new RunState(outcome, summary, next, problems);
	}

	/** A step that was running is one that failed, or one that was given up. */
	RunState ended(RunOutcome end, String text, List<String> found) {
		StepStatus left = end == RunOutcome.CANCELLED ? StepStatus.SKIPPED : StepStatus.FAILED;
		List<StepState> next = steps.stream().map(s -> s.status() == StepStatus.RUNNING ? new StepState(s.name(), left, s.elapsed(), text) : s).toList();
		return new RunState(end, text, next, found);
	}
}

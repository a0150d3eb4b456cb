package dev.livepatch.vm.verify;

import java.util.List;

import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.observation.StepVerdict;

/** What a step came to while the guest goes on. */
record StepResult(StepVerdict verdict, String evidence, List<RuntimeProblem> problems) {

	static StepResult passed(Evidence evidence) {
		return new StepResult(StepVerdict.PASSED, evidence.toString(), List.of());
	}

	static StepResult skipped(Evidence evidence) {
		return new StepResult(StepVerdict.SKIPPED, evidence.toString(), List.of());
	}

	/** Failed if there are problems. */
	static StepResult of(Evidence evidence, List<RuntimeProblem> problems) {
		return new StepResult(problems.isEmpty() ? StepVerdict.PASSED : StepVerdict.FAILED, evidence.toString(), problems);
	}
}

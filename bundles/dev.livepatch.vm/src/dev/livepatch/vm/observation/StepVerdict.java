package dev.livepatch.vm.observation;

/** What a step of a verification came to. */
public enum StepVerdict {
	PASSED,
	FAILED,
	/** Not done; the step's evidence says why. */
	SKIPPED
}

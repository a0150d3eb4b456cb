package dev.livepatch.vm;

/** What a verification came to. */
public enum Outcome {
	/** Every step that ran passed. */
	VERIFIED,
	/** The patch, a probe or the guest's kernel failed: see the steps and problems. */
	FAILED,
	/** No verdict: the machine did not start, died or stopped answering. */
	ERROR
}

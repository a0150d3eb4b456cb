package dev.livepatch.core.kernel;

/**
 * Something about a kernel build that stands in the way of live patching.
 *
 * @param message what is wrong, in a sentence
 * @param remedy  what to do about it, in a sentence
 */
public record KernelProblem(Severity severity, String message, String remedy) {

	public enum Severity {
		/** No patch for this kernel can be built. */
		ERROR,
		/** Patches can be built; a part of the work (for instance the launch) will suffer. */
		WARNING
	}
}

package dev.livepatch.core.build;

import java.util.Locale;
import java.util.Optional;

/** What gcc and its assembler say of troubles that are not the source's. */
final class CompilerOutput {
	/** Of {@code ENOSPC}, in the locale that tools are run in. */
	private static final String FULL = "No space left on device";

	private CompilerOutput() {
	}

	/** The line that tells of a file that could not be written; empty if none does. What a source says itself by {@code #error} is not meant. */
	static Optional<String> fullDisk(String stderr) {
		return stderr.lines().filter(l -> l.contains(FULL) && !l.contains("#error")).map(String::strip).findFirst();
	}

	/** The first line that tells of an error; without one, the first of all. */
	static String reason(String stderr) {
		Optional<String> error = stderr.lines().filter(l -> l.toLowerCase(Locale.ROOT).contains("error")).findFirst();
		return error.or(() -> stderr.lines().filter(l -> !l.isBlank()).findFirst()).map(String::strip).orElse("no message");
	}
}

package dev.livepatch.core.finding;

import java.util.Comparator;

/**
 * One verdict on one line.
 *
 * @param file     relative to the kernel tree; the project's own file ({@code livepatch.toml}, a patch) where the finding is about that; empty if about no file
 * @param line     from 1, counted in the patched file; 0 if about the whole file
 * @param function the function concerned, or empty
 * @param message  what is wrong and why, in a sentence or two
 * @param fix      what the author can do about it; never empty for errors
 */
public record Finding(Rule rule, Severity severity, String file, int line, String function, String message, String fix) implements Comparable<Finding> {
	private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file).thenComparingInt(Finding::line)
			.thenComparing(Finding::severity).thenComparing(f -> f.rule().id()).thenComparing(Finding::function).thenComparing(Finding::message);

	@Override
	public int compareTo(Finding other) {
		return ORDER.compare(this, other);
	}
}

package dev.livepatch.core.cause;

import dev.livepatch.core.finding.SourcePlace;

/**
 * Why a function is part of a patch.
 *
 * @param function as the object's symbol table names it
 * @param reason   what kind of cause
 * @param place    of the edit that brought it about; without a file if none is known
 * @param brief    in a few words, for lists: {@code inlines f}; empty for {@link Reason#EDITED}
 * @param text     in a sentence
 */
public record Cause(String function, Reason reason, SourcePlace place, String brief, String text) implements Comparable<Cause> {

	@Override
	public int compareTo(Cause other) {
		return function.compareTo(other.function);
	}
}

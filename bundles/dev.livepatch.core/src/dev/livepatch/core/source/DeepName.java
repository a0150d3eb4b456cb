package dev.livepatch.core.source;

import java.util.List;

/**
 * A name that a file declares and its outline does not show.
 *
 * @param owner of a member or an enumerator the type, as it is called at the outermost level; empty if that has no name, and for what is declared only
 * @param line  from 1
 */
public record DeepName(Kind kind, String name, String owner, int line) {

	public enum Kind {
		/** Of a structure or union, or of one within it. */
		MEMBER,
		ENUMERATOR,
		/** A function's prototype, or an {@code extern} variable. */
		DECLARED_ONLY
	}

	/** @param outline of this very text */
	public static List<DeepName> of(String text, Outline outline) {
		return new DeepNames(text, outline).all();
	}
}

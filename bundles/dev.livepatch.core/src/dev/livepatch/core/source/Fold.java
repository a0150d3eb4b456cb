package dev.livepatch.core.source;

import java.util.List;
import java.util.Optional;

/**
 * Lines that can be folded away behind one of them; more than one.
 *
 * @param firstLine from 1; of a function, the one with its name
 * @param lastLine  that goes with it
 */
public record Fold(Kind kind, int firstLine, int lastLine) {

	/** No two of one kind begin in the same line. */
	public enum Kind {
		/** What the file defines at its outermost level. */
		ELEMENT, COMMENT,
		/** A branch of a preprocessor condition, up to the line before the next directive of that condition. */
		CONDITION
	}

	/**
	 * All folds of a text, by their first lines.
	 *
	 * @param outline of this text
	 * @return empty if the text ends in the middle of a comment, which is being typed: what comes behind it says nothing
	 */
	public static Optional<List<Fold>> of(String text, Outline outline) {
		return new FoldReader(text).read(outline);
	}
}

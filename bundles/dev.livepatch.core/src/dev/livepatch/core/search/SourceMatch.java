package dev.livepatch.core.search;

/**
 * Something found.
 *
 * @param file    relative to the kernel's source tree
 * @param line    from 1
 * @param offset  in the file, in characters from 0
 * @param length  in characters, at least 1
 * @param excerpt the line, or what is around the match in a long one
 * @param start   of the match in the excerpt; it may end behind the excerpt's end
 */
public record SourceMatch(String file, int line, int offset, int length, String excerpt, int start) {
	/** Characters of a line that are kept for being shown. */
	static final int EXCERPT = 400;
	private static final int BEFORE = 80;

	static SourceMatch of(String file, int line, String text, int lineStart, int lineEnd, int from, int to) {
		int shown = lineEnd - lineStart <= EXCERPT ? lineStart : Math.max(lineStart, from - BEFORE);
		String excerpt = text.substring(shown, Math.min(lineEnd, shown + EXCERPT));
		return new SourceMatch(file, line, from, to - from, excerpt, from - shown);
	}
}

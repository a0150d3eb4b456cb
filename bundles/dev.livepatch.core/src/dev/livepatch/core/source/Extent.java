package dev.livepatch.core.source;

/**
 * A stretch of a text.
 *
 * @param start     offset of the first character (a UTF-16 unit, as in {@link String#charAt})
 * @param end       offset after the last character
 * @param firstLine of the first character, from 1
 * @param lastLine  of the last character
 */
public record Extent(int start, int end, int firstLine, int lastLine) {

	/** Whether a place is in it, or right behind it: where a caret can stand. */
	public boolean touches(int offset) {
		return start <= offset && offset <= end;
	}

	public boolean hasLine(int line) {
		return firstLine <= line && line <= lastLine;
	}

	/** What it holds of the text that it was made from. */
	public String in(String text) {
		return text.substring(start, end);
	}

	Extent moved(int characters, int lines) {
		return new Extent(start + characters, end + characters, firstLine + lines, lastLine + lines);
	}
}

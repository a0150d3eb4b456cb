package dev.livepatch.core.source;

import java.util.Arrays;

/** Where the lines of a text begin. */
final class TextLines {
	private final int[] starts;

	TextLines(String text) {
		int[] found = new int[text.length() / 16 + 2];
		int count = 1;
		for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
			if (count == found.length) {
				found = Arrays.copyOf(found, 2 * count);
			}
			found[count++] = end + 1;
		}
		starts = Arrays.copyOf(found, count);
	}

	/** The line of a character, from 0. */
	int line(int offset) {
		int at = Arrays.binarySearch(starts, offset);
		return at < 0 ? -at - 2 : at;
	}

	/** One more than there are line ends. */
	int count() {
		return starts.length;
	}

	Extent extent(int start, int end) {
		return new Extent(start, end, line(start) + 1, line(Math.max(start, end - 1)) + 1);
	}
}

package dev.livepatch.core.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Picks the names of sources and dependencies out of command files. For one thread. */
final class DependencyScanner {
	private static final byte[] SOURCE = "source_".getBytes(StandardCharsets.US_ASCII);
	private static final byte[] WILDCARD = "    $(wildcard ".getBytes(StandardCharsets.US_ASCII);
	private final PathTable names = new PathTable();
	private int[] found = new int[1 << 10];
	private int count;

	/** All names met so far. */
	PathTable names() {
		return names;
	}

	/** The numbers of the files that a command file names, its source first. */
	int[] files(byte[] text) {
		count = 0;
		int at = 0;
		while (at < text.length) {
			int end = at + (starts(text, at, WILDCARD) ? WILDCARD.length : 0);
			while (end < text.length && text[end] != '\n') {
				end++;
			}
			line(text, at, end);
			at = end + 1;
		}
		return Arrays.copyOf(found, count);
	}

	/** Dependencies stand indented on lines of their own, with a backslash after; the source on a line {@code source_X := PATH}. */
	private void line(byte[] text, int from, int to) {
		int start = from;
		if (starts(text, from, SOURCE)) {
			start = to;
			while (start > from && text[start - 1] != ' ') {
				start--;
			}
		} else if (to - from < 3 || text[from] != ' ') {
			return;
		}
		while (start < to && text[start] == ' ') {
			start++;
		}
		int end = to;
		while (end > start && (text[end - 1] == '\\' || text[end - 1] == ' ')) {
			end--;
		}
		if (end > start && text[start] != '$') {
			if (count == found.length) {
				found = Arrays.copyOf(found, count * 2);
			}
			found[count++] = names.number(text, start, end);
		}
	}

	private static boolean starts(byte[] text, int from, byte[] prefix) {
		int end = from + prefix.length;
		return end <= text.length && text[from] == prefix[0] && Arrays.equals(text, from, end, prefix, 0, prefix.length);
	}
}

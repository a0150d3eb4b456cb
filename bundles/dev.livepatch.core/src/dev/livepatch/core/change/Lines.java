package dev.livepatch.core.change;

import java.util.ArrayList;
import java.util.List;

/** Texts as lines that keep their line ends, so that a missing one at the end of a file is a difference like any other. */
public final class Lines {
	private Lines() {
	}

	/** The lines, each with its {@code \n} but for a last one that has none. */
	public static List<String> of(String text) {
		List<String> lines = new ArrayList<>();
		int at = 0;
		while (at < text.length()) {
			int end = text.indexOf('\n', at);
			end = end < 0 ? text.length() : end + 1;
			lines.add(text.substring(at, end));
			at = end;
		}
		return lines;
	}
}

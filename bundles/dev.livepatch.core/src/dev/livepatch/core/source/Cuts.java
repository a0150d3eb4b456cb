package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text behind each line that a closing brace begins, where the kernel's style has functions, types and tables end; not within comments and macros. */
final class Cuts {
	private final String text;
	private final List<String> pieces = new ArrayList<>();
	private int from;

	private Cuts(String text) {
		this.text = text;
	}

	/** The pieces, which together are the text. */
	static List<String> of(String text) {
		Cuts cuts = new Cuts(text);
		int line = 0;
		boolean continued = false;
		while (line < text.length()) {
			int end = cuts.lineEnd(line);
			if (text.charAt(line) == '}' && !continued) {
				cuts.cut(end);
			}
			continued = end >= 2 && (text.startsWith("\\\n", end - 2) || text.startsWith("\\\r\n", end - 3));
			line = end;
		}
		cuts.cut(text.length());
		return cuts.pieces;
	}

	private void cut(int to) {
		if (to > from) {
			pieces.add(text.substring(from, to));
			from = to;
		}
	}

	/** Behind the line's end, and those of a comment that begins in the line. */
	private int lineEnd(int start) {
		int at = start;
		while (at < text.length()) {
			char c = text.charAt(at);
			if (c == '\n') {
				return at + 1;
			} else if (c == '/' && text.startsWith("/*", at)) {
				int end = text.indexOf("*/", at + 2);
				at = end < 0 ? text.length() : end + 2;
			} else if (c == '/' && text.startsWith("//", at)) {
				int end = text.indexOf('\n', at);
				return end < 0 ? text.length() : end + 1;
			} else if (c == '"' || c == '\'') {
				at = Token.literal(text, at, text.length());
			} else {
				at++;
			}
		}
		return text.length();
	}
}

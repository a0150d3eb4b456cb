package dev.livepatch.core.change;

import java.util.List;

/** A patch file being read line by line. */
final class PatchText {
	private final String file;
	private final List<String> lines;
	private int at;

	PatchText(String file, String text) {
		this.file = file;
		this.lines = Lines.of(text);
	}

	boolean atEnd() {
		return at >= lines.size();
	}

	/** The current line with its line end. */
	String raw() {
		return lines.get(at);
	}

	/** The current line without its line end. */
	String line() {
		return ahead(0);
	}

	/** A line further on without its line end; empty past the end. */
	String ahead(int count) {
		if (at + count >= lines.size()) {
			return "";
		}
		String line = lines.get(at + count);
		int end = line.endsWith("\n") ? line.length() - 1 : line.length();
		return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
	}

	/** Whether the current line ends as lines do on Windows. */
	boolean crlf() {
		return raw().endsWith("\r\n");
	}

	void advance() {
		at++;
	}

	/** The current line's number, from 1; the last one's at the end. */
	int number() {
		return Math.min(at + 1, Math.max(1, lines.size()));
	}

	ChangeException error(String message) {
		return error(number(), message);
	}

	ChangeException error(int line, String message) {
		return new ChangeException(file, line, message);
	}
}

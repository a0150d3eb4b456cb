package dev.livepatch.core.change;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the hunks below a file's header. A hunk ends where its header says, and text that doesn't agree with the header is an error. */
final class HunkParser {
	static final Pattern HEADER = Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");
	private final PatchText text;
	private final boolean crlf;
	private final List<String> before = new ArrayList<>();
	private final List<String> after = new ArrayList<>();
	private int prefix;
	private int suffix;
	private boolean changed;

	private HunkParser(PatchText text, boolean crlf) {
		this.text = text;
		this.crlf = crlf;
	}

	/** All hunks from the current line on. */
	static List<PatchHunk> hunks(PatchText text, boolean crlf) throws ChangeException {
		List<PatchHunk> hunks = new ArrayList<>();
		while (text.line().startsWith("@@ -")) {
			hunks.add(new HunkParser(text, crlf).hunk());
		}
		return hunks;
	}

	private PatchHunk hunk() throws ChangeException {
		int start = text.number();
		Matcher header = HEADER.matcher(text.line());
		if (!header.matches()) {
			throw text.error("this is no hunk header that can be read: " + TreeFiles.printable(text.line()));
		}
		int oldCount = count(header.group(2));
		int newCount = count(header.group(4));
		text.advance();
		while (before.size() < oldCount || after.size() < newCount) {
			if (text.atEnd()) {
				throw text.error("the patch ends in the middle of the hunk that begins in line " + start + "; it has been cut off");
			}
			line(oldCount, newCount, start);
		}
		String next = text.line();
		if (next.startsWith("+") && !next.startsWith("+++ ") || next.startsWith("-") && !next.matches("--\\s*|---(\\s.*)?")) {
			throw text.error("the hunk that begins in line " + start + " is longer than its header says");
		}
		if (!changed) {
			throw text.error(start, "the hunk changes nothing; it has been damaged");
		}
		return new PatchHunk(start, Integer.parseInt(header.group(1)), Integer.parseInt(header.group(3)), before, after, prefix, suffix);
	}

	private static int count(String digits) {
		return digits == null ? 1 : Integer.parseInt(digits);
	}

	private void line(int oldCount, int newCount, int start) throws ChangeException {
		String raw = text.raw();
		String body = raw.substring(Math.min(1, raw.length()));
		if (crlf && body.endsWith("\r\n")) {
			body = body.substring(0, body.length() - 2) + "\n";
		}
		char sign = raw.charAt(0);
		if (text.line().isEmpty()) {
			// mailers cut the space off an empty line of context
			sign = ' ';
			body = crlf || !text.crlf() ? "\n" : "\r\n";
		}
		switch (sign) {
			case ' ' -> {
				before.add(body);
				after.add(body);
				prefix += changed ? 0 : 1;
				suffix++;
			}
			case '-' -> {
				before.add(body);
				changed();
			}
			case '+' -> {
				after.add(body);
				changed();
			}
			default -> throw text.error("this line is no part of a hunk, yet the hunk that begins in line " + start
					+ " is not complete; the patch has been cut off or damaged");
		}
		if (before.size() > oldCount || after.size() > newCount) {
			throw text.error("the hunk that begins in line " + start + " has other numbers of lines than its header says");
		}
		text.advance();
		markerAfter(sign);
	}

	private void changed() {
		changed = true;
		suffix = 0;
	}

	/** {@code \ No newline at end of file} speaks of the line above it. */
	private void markerAfter(char sign) {
		if (text.line().startsWith("\\ ")) {
			if (sign != '+') {
				cut(before);
			}
			if (sign != '-') {
				cut(after);
			}
			text.advance();
		}
	}

	private static void cut(List<String> lines) {
		String last = lines.getLast();
		lines.set(lines.size() - 1, last.endsWith("\n") ? last.substring(0, last.length() - 1) : last);
	}
}

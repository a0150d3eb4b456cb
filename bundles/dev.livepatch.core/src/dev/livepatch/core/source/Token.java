package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;

/** A word, number, string or mark of C text; comments and directives are none. */
record Token(int start, int end, String text) {

	/** Those from one offset to another, neither of which is within a comment or string. */
	static List<Token> of(String text, int from, int to) {
		List<Token> tokens = new ArrayList<>();
		int at = from;
		while (at < to) {
			int start = at;
			char c = text.charAt(at);
			if (Character.isWhitespace(c)) {
				at++;
			} else if (text.startsWith("//", at)) {
				at = until(text, "\n", at, to);
			} else if (text.startsWith("/*", at)) {
				at = Math.min(to, until(text, "*/", at + 2, to) + 2);
			} else if (c == '#' && lineStart(text, at)) {
				at = directive(text, at, to);
			} else {
				at = c == '"' || c == '\'' ? literal(text, at, to) : Character.isJavaIdentifierPart(c) ? word(text, at, to) : at + 1;
				tokens.add(new Token(start, at, text.substring(start, at)));
			}
		}
		return tokens;
	}

	private static int until(String text, String end, int from, int to) {
		int found = text.indexOf(end, from);
		return found < 0 ? to : Math.min(found, to);
	}

	private static boolean lineStart(String text, int at) {
		int before = at - 1;
		while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
			before--;
		}
		return before < 0 || text.charAt(before) == '\n';
	}

	private static int directive(String text, int from, int to) {
		int end = until(text, "\n", from, to);
		while (end < to && (text.charAt(end - 1) == '\\' || text.startsWith("\\\r", end - 2))) {
			end = until(text, "\n", end + 1, to);
		}
		return end;
	}

	/** Where a literal ends: with its line at the latest. */
	static int literal(String text, int from, int to) {
		int at = from + 1;
		while (at < to && text.charAt(at) != '\n') {
			if (text.charAt(at) == text.charAt(from)) {
				return at + 1;
			}
			at += text.charAt(at) == '\\' ? 2 : 1;
		}
		return Math.min(at, to);
	}

	private static int word(String text, int from, int to) {
		int at = from;
		while (at < to && Character.isJavaIdentifierPart(text.charAt(at))) {
			at++;
		}
		return at;
	}

	boolean word() {
		return Character.isJavaIdentifierStart(text.charAt(0));
	}

	boolean is(String mark) {
		return text.equals(mark);
	}

	/** A bracket of whatever kind. */
	boolean opens() {
		return is("(") || is("[") || is("{");
	}

	boolean closes() {
		return is(")") || is("]") || is("}");
	}

	/** Where the bracket that one opens is closed; behind the end, if it is not. */
	static int closing(List<Token> tokens, int open) {
		int depth = 0;
		for (int i = open; i < tokens.size(); i++) {
			depth += tokens.get(i).opens() ? 1 : tokens.get(i).closes() ? -1 : 0;
			if (depth == 0) {
				return i;
			}
		}
		return tokens.size();
	}

	/** What stands between the marks that are within nothing else; no part is empty. */
	static List<List<Token>> split(List<Token> tokens, String mark) {
		List<List<Token>> parts = new ArrayList<>();
		int from = 0;
		int depth = 0;
		for (int i = 0; i <= tokens.size(); i++) {
			if (i == tokens.size() || depth == 0 && tokens.get(i).is(mark)) {
				if (i > from) {
					parts.add(tokens.subList(from, i));
				}
				from = i + 1;
			} else {
				depth = Math.max(0, depth + (tokens.get(i).opens() ? 1 : tokens.get(i).closes() ? -1 : 0));
			}
		}
		return parts;
	}
}

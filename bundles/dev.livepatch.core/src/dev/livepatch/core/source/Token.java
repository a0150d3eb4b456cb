package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of C text as it stands, before any macro is expanded (translation phases 2 and 3 of the C standard): an edit must name places in the text before that.
 * Blanks and comments are none.
 *
 * @param start in characters from the text's beginning
 * @param end   after its last character
 */
public record Token(Kind kind, int start, int end, String text) {

	public enum Kind {
		/** A name or a keyword. */
		WORD, NUMBER,
		/** A string or character constant with its quotes. */
		LITERAL,
		/** A whole preprocessing directive with the lines that it is continued on. */
		DIRECTIVE,
		/** An operator, bracket or separator: one character, but for {@code ->}, {@code ++} and {@code --}. */
		MARK
	}

	/** Those of a whole text. Never fails: what is cut off at the end of the text ends there. */
	public static List<Token> of(String text) {
		return new TokenReader(text).read(0, text.length());
	}

	/** Those from one offset to another, neither of which is within a comment or string, without the directives. */
	static List<Token> code(String text, int from, int to) {
		List<Token> tokens = new TokenReader(text).read(from, to);
		tokens.removeIf(token -> token.kind == Kind.DIRECTIVE);
		return tokens;
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

	public boolean word() {
		return kind == Kind.WORD;
	}

	public boolean is(String exactly) {
		return text.equals(exactly);
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

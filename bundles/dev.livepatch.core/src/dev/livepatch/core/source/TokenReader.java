package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.source.Lexer.State;
import dev.livepatch.core.source.Token.Kind;

/** Puts together what the lexer, which knows but lines, has cut: directives, and strings that a backslash continues. */
final class TokenReader {
	private final String text;
	private final List<Token> tokens = new ArrayList<>();
	/** Where the directive begins that is being read; negative outside of one. */
	private int directive = -1;
	private boolean continuedString;

	TokenReader(String text) {
		this.text = text;
	}

	List<Token> read(int from, int to) {
		State state = State.CODE;
		for (int start = from; start < to;) {
			int newline = text.indexOf('\n', start);
			int end = newline < 0 ? to : Math.min(newline, to);
			state = line(start, end, state);
			start = end + 1;
		}
		if (directive >= 0) {
			add(Kind.DIRECTIVE, directive, to);
		}
		return tokens;
	}

	private State line(int start, int end, State before) {
		continuedString = before == State.STRING;
		State after = Lexer.line(text, start, end, before, this::cut);
		if (directive >= 0 && after != State.DIRECTIVE && after != State.DIRECTIVE_COMMENT) {
			add(Kind.DIRECTIVE, directive, end);
			directive = -1;
		}
		return after;
	}

	private void cut(TokenKind kind, int start, int end) {
		if (directive >= 0) {
			return;
		}
		switch (kind) {
			case COMMENT, DOC_COMMENT -> {
			}
			case DIRECTIVE -> directive = start;
			case STRING, CHARACTER, HEADER -> literal(start, end);
			case NUMBER -> add(Kind.NUMBER, start, end);
			case KEYWORD, TYPE, KERNEL_WORD, CALL, CONSTANT, IDENTIFIER -> add(Kind.WORD, start, end);
			case PUNCTUATION -> mark(start, end);
		}
	}

	private void literal(int start, int end) {
		boolean rest = continuedString;
		continuedString = false;
		add(Kind.LITERAL, rest && !tokens.isEmpty() ? tokens.removeLast().start() : start, end);
	}

	private void mark(int start, int end) {
		// a backslash is no part of the language, but of its lines
		if (text.charAt(start) != '\\') {
			add(Kind.MARK, start, end);
		}
	}

	private void add(Kind kind, int start, int end) {
		tokens.add(new Token(kind, start, end, text.substring(start, end)));
	}
}

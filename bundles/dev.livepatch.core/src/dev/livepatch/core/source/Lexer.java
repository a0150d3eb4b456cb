package dev.livepatch.core.source;

/**
 * Splits C text into its tokens, a line at a time, for what has to be told faster than a parser can: between two lines it knows only a {@link State}, so that an edit is looked at from
 * its line to the first one that begins as it did before. Text of any kind has tokens; nothing is an error.
 */
public final class Lexer {

	/** What the line before leaves to the next one. */
	public enum State {
		CODE, COMMENT, DOC_COMMENT, LINE_COMMENT, STRING,
		/** A directive that a backslash continues. */
		DIRECTIVE, DIRECTIVE_COMMENT
	}

	/** Takes tokens in the order of the text; blanks are none. */
	@FunctionalInterface
	public interface Sink {
		/**
		 * @param start offset of the first character
		 * @param end   offset after the last one
		 */
		void token(TokenKind kind, int start, int end);
	}

	private final CharSequence text;
	private final int end;
	private final Sink sink;
	private int at;
	private boolean directive;

	private Lexer(CharSequence text, int start, int end, Sink sink) {
		this.text = text;
		this.at = start;
		this.end = end;
		this.sink = sink;
	}

	/**
	 * Reads one line.
	 *
	 * @param start offset of the line's first character
	 * @param end   offset of its line delimiter, or of the text's end
	 * @param state what the line before left; {@link State#CODE} for the first one
	 * @return what is left to the next line
	 */
	public static State line(CharSequence text, int start, int end, State state, Sink sink) {
		return new Lexer(text, start, end, sink).read(state);
	}

	/** Reads a whole text. */
	public static void text(CharSequence text, Sink sink) {
		State state = State.CODE;
		for (int start = 0; start < text.length();) {
			int stop = start;
			while (stop < text.length() && text.charAt(stop) != '\n') {
				stop++;
			}
			state = line(text, start, stop, state, sink);
			start = stop + 1;
		}
	}

	private State read(State state) {
		State inside = switch (state) {
			case CODE -> State.CODE;
			case DIRECTIVE -> {
				directive = true;
				yield State.CODE;
			}
			case COMMENT, DOC_COMMENT -> comment(state, at);
			case DIRECTIVE_COMMENT -> {
				directive = true;
				yield comment(state, at);
			}
			case LINE_COMMENT -> lineComment(at);
			case STRING -> string(TokenKind.STRING, at, '"');
		};
		while (inside == State.CODE && at < end) {
			inside = token();
		}
		return inside == State.CODE && directive && continued() ? State.DIRECTIVE : inside;
	}

	private State token() {
		char c = text.charAt(at);
		int from = at;
		if (c <= ' ') {
			at++;
			return State.CODE;
		}
		char next = peek(1);
		if (c == '/' && next == '*') {
			at += 2;
			boolean doc = peek(0) == '*' && peek(1) != '/';
			return comment(directive ? State.DIRECTIVE_COMMENT : doc ? State.DOC_COMMENT : State.COMMENT, from);
		}
		if (c == '/' && next == '/') {
			return lineComment(from);
		}
		if (c == '"' || c == '\'') {
			at++;
			return string(c == '"' ? TokenKind.STRING : TokenKind.CHARACTER, from, c);
		}
		if (c == '#' && !directive && blankBefore(from)) {
			return directive();
		}
		if (Character.isDigit(c) || c == '.' && Character.isDigit(next)) {
			return number();
		}
		return Character.isJavaIdentifierStart(c) ? word() : emit(TokenKind.PUNCTUATION, from, at + (isLong(c, next) ? 2 : 1));
	}

	/** The operators of two characters that stand before or behind a name. */
	private static boolean isLong(char c, char next) {
		return c == '-' && (next == '>' || next == '-') || c == '+' && next == '+';
	}

	private State emit(TokenKind kind, int from, int to) {
		at = to;
		sink.token(kind, from, to);
		return State.CODE;
	}

	private State comment(State kind, int from) {
		TokenKind token = kind == State.DOC_COMMENT ? TokenKind.DOC_COMMENT : TokenKind.COMMENT;
		while (at < end) {
			if (text.charAt(at) == '*' && peek(1) == '/') {
				return emit(token, from, at + 2);
			}
			at++;
		}
		if (from < end) {
			emit(token, from, end);
		}
		return kind;
	}

	private State lineComment(int from) {
		if (from < end) {
			emit(TokenKind.COMMENT, from, end);
		}
		return continued() ? State.LINE_COMMENT : State.CODE;
	}

	/** A string ends with its line, unless a backslash continues it: a forgotten quote must not colour the rest of the file. */
	private State string(TokenKind kind, int from, char quote) {
		while (at < end) {
			char c = text.charAt(at++);
			if (c == '\\') {
				at = Math.min(at + 1, end);
			} else if (c == quote) {
				return emit(kind, from, at);
			}
		}
		if (from < end) {
			emit(kind, from, end);
		}
		return continued() && quote == '"' && !directive ? State.STRING : State.CODE;
	}

	private State directive() {
		int from = at++;
		while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
			at++;
		}
		int name = at;
		skipWord();
		String word = text.subSequence(name, at).toString();
		directive = true;
		emit(TokenKind.DIRECTIVE, from, at);
		if (word.equals("include") || word.equals("include_next")) {
			header();
		}
		return State.CODE;
	}

	private void header() {
		while (at < end && text.charAt(at) <= ' ') {
			at++;
		}
		if (at < end && text.charAt(at) == '<') {
			int from = at;
			while (at < end && text.charAt(at) != '>') {
				at++;
			}
			emit(TokenKind.HEADER, from, Math.min(at + 1, end));
		} else if (at < end && text.charAt(at) == '"') {
			int from = at++;
			while (at < end && text.charAt(at) != '"') {
				at++;
			}
			emit(TokenKind.HEADER, from, Math.min(at + 1, end));
		}
	}

	private State number() {
		int from = at;
		while (at < end) {
			char c = text.charAt(at);
			boolean sign = (c == '+' || c == '-') && at > from && "eEpP".indexOf(text.charAt(at - 1)) >= 0 && !hexadecimal(from);
			if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !sign) {
				break;
			}
			at++;
		}
		return emit(TokenKind.NUMBER, from, at);
	}

	private boolean hexadecimal(int from) {
		return text.charAt(from) == '0' && from + 1 < end && (text.charAt(from + 1) | 0x20) == 'x';
	}

	private State word() {
		int from = at;
		skipWord();
		TokenKind kind = KernelWords.kind(text.subSequence(from, at).toString());
		return emit(kind == TokenKind.IDENTIFIER && peek(0) == '(' ? TokenKind.CALL : kind, from, at);
	}

	private void skipWord() {
		while (at < end && Character.isJavaIdentifierPart(text.charAt(at))) {
			at++;
		}
	}

	private boolean blankBefore(int offset) {
		for (int i = offset - 1; i >= 0 && text.charAt(i) != '\n'; i--) {
			if (text.charAt(i) > ' ') {
				return false;
			}
		}
		return true;
	}

	private boolean continued() {
		// a line may be given with the carriage return of its delimiter
		int last = end - 1;
		if (last >= 0 && last < text.length() && text.charAt(last) == '\r') {
			last--;
		}
		return last >= 0 && text.charAt(last) == '\\';
	}

	private char peek(int distance) {
		return at + distance < end ? text.charAt(at + distance) : 0;
	}
}

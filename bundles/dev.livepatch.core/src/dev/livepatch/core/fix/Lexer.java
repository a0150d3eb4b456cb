package dev.livepatch.core.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts C text into tokens as it stands, without expanding anything (translation phases 2 and 3 of the C standard, but for trigraphs). A full parser would be of
 * no use here: kernel sources are no C before their macros are expanded, and an edit must name places in the text before that.
 */
final class Lexer {
	private static final Set<String> LONG = Set.of("->", "++", "--");
	private final String text;
	private final List<Token> tokens = new ArrayList<>();
	private int at;
	private boolean lineStart = true;

	private Lexer(String text) {
		this.text = text;
	}

	/** Never fails: what is cut off at the end of the text ends there. */
	static List<Token> tokens(String text) {
		Lexer lexer = new Lexer(text);
		while (lexer.at < text.length()) {
			lexer.next();
		}
		return lexer.tokens;
	}

	private void next() {
		char c = text.charAt(at);
		int start = at;
		if (c == '\n') {
			lineStart = true;
			at++;
		} else if (Character.isWhitespace(c) || c == '\\' && continued(at)) {
			at++;
		} else if (text.startsWith("//", at)) {
			skipLine(false);
		} else if (text.startsWith("/*", at)) {
			skipComment();
		} else if (c == '#' && lineStart) {
			skipLine(true);
			add(Token.Kind.DIRECTIVE, start);
		} else if (c == '"' || c == '\'') {
			skipLiteral(c);
			add(Token.Kind.LITERAL, start);
		} else if (word(c)) {
			while (at < text.length() && (word(text.charAt(at)) || Character.isDigit(c) && inNumber())) {
				at++;
			}
			add(Character.isDigit(c) ? Token.Kind.NUMBER : Token.Kind.IDENTIFIER, start);
		} else {
			at += at + 2 <= text.length() && LONG.contains(text.substring(at, at + 2)) ? 2 : 1;
			add(Token.Kind.PUNCTUATOR, start);
		}
	}

	private void add(Token.Kind kind, int start) {
		tokens.add(new Token(kind, start, at, text.substring(start, at)));
		lineStart = false;
	}

	private static boolean word(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '$';
	}

	/** A dot, or the sign of an exponent. */
	private boolean inNumber() {
		char c = text.charAt(at);
		return c == '.' || (c == '+' || c == '-') && "eEpP".indexOf(text.charAt(at - 1)) >= 0 && !text.startsWith("0x", at - 3);
	}

	private boolean continued(int backslash) {
		return text.startsWith("\n", backslash + 1) || text.startsWith("\r\n", backslash + 1);
	}

	/** To the end of the line and those it is continued on; in a directive, comments may hide line ends. */
	private void skipLine(boolean directive) {
		while (at < text.length() && text.charAt(at) != '\n') {
			if (directive && text.startsWith("/*", at)) {
				skipComment();
			} else {
				at += text.charAt(at) == '\\' && continued(at) ? text.indexOf('\n', at) + 1 - at : 1;
			}
		}
	}

	private void skipComment() {
		int end = text.indexOf("*/", at + 2);
		at = end < 0 ? text.length() : end + 2;
	}

	private void skipLiteral(char quote) {
		at++;
		while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
			at += text.charAt(at) == '\\' ? 2 : 1;
		}
		at = Math.min(at + 1, text.length());
	}
}

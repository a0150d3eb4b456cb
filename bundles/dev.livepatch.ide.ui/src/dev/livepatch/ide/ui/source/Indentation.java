package dev.livepatch.ide.ui.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.livepatch.core.source.Lexer;
import dev.livepatch.core.source.Lexer.State;

/** What lines of C begin with, in the kernel's coding style. */
final class Indentation {
	private static final String TAB = "\t";
	/** What the next line is the only statement of, if there is no brace. */
	private static final Pattern CONTROL = Pattern.compile("\\s*(\\}\\s*)?(if|for|while|else|do|switch|\\w*for_each\\w*)\\b.*");
	private static final Pattern LABEL = Pattern.compile("\\s*(case\\b.*|default\\s*|\\w+\\s*):");
	private static final Pattern COMMENT_BEGIN = Pattern.compile("\\s*/\\*((?!\\*/).)*");
	private static final Pattern COMMENT_LINE = Pattern.compile("\\s*\\*(\\s((?!\\*/).)*)?");
	private static final Pattern COMMENT_END = Pattern.compile("\\s+\\*/\\s*");

	private Indentation() {
	}

	/**
	 * What a new line begins with.
	 *
	 * @param previous the line before the one that is left
	 * @param left     the line that is left, up to the caret
	 */
	static String after(String previous, String left) {
		String indentation = of(left);
		if (COMMENT_BEGIN.matcher(left).matches()) {
			return indentation + " * ";
		}
		if (COMMENT_LINE.matcher(left).matches() && !indentation.isEmpty()) {
			return indentation + "* ";
		}
		if (COMMENT_END.matcher(left).matches() && indentation.endsWith(" ")) {
			return indentation.substring(0, indentation.length() - 1);
		}
		String code = code(left);
		if (code.endsWith("{") || LABEL.matcher(code).matches() || CONTROL.matcher(code).matches() && !code.endsWith(";") && balance(code, '(', ')') == 0) {
			return indentation + TAB;
		}
		String above = code(previous);
		boolean onlyStatement = CONTROL.matcher(above).matches() && !above.endsWith("{") && !above.endsWith(";") && code.endsWith(";");
		return onlyStatement && of(previous).length() < indentation.length() ? of(previous) : indentation;
	}

	/** The blanks that a line begins with. */
	static String of(String line) {
		return line.substring(0, line.length() - line.stripLeading().length());
	}

	/** How many braces a line opens, less those it closes. */
	static int braces(String line) {
		return balance(code(line), '{', '}');
	}

	private static int balance(String code, char open, char close) {
		return (int) (code.chars().filter(c -> c == open).count() - code.chars().filter(c -> c == close).count());
	}

	/** A line without its comments, and with nothing in its strings. */
	private static String code(String line) {
		List<String> kept = new ArrayList<>();
		int[] end = { 0 };
		Lexer.line(line, 0, line.length(), State.CODE, (kind, from, to) -> {
			kept.add(line.substring(end[0], from));
			switch (kind) {
				case COMMENT, DOC_COMMENT -> {
				}
				case STRING, CHARACTER, HEADER -> kept.add("0");
				case DIRECTIVE, NUMBER, KEYWORD, TYPE, KERNEL_WORD, CALL, CONSTANT, IDENTIFIER, PUNCTUATION -> kept.add(line.substring(from, to));
			}
			end[0] = to;
		});
		return String.join("", kept).stripTrailing();
	}
}

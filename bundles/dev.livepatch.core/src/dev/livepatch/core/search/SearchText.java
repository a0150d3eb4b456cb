package dev.livepatch.core.search;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is looked for, within lines.
 *
 * @param text              as typed
 * @param regularExpression in the syntax of {@link Pattern}; else the text itself is meant
 * @param wholeWord         finds only what no letter, digit or underscore goes on before or behind
 */
public record SearchText(String text, boolean regularExpression, boolean caseSensitive, boolean wholeWord) {
	private static final String WORD = "[\\p{Alnum}_]";

	/** A name of C, wherever it is used. */
	public static SearchText name(String name) {
		return new SearchText(name, false, true, true);
	}

	/** @throws ExpressionException if there is nothing to look for, or it is no regular expression */
	public Pattern compile() throws ExpressionException {
		if (text.isEmpty()) {
			throw new ExpressionException("There is nothing to look for", 0);
		}
		int flags = caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
		Pattern plain = compile(regularExpression ? text : Pattern.quote(text), flags);
		if (!wholeWord) {
			return plain;
		}
		try {
			return Pattern.compile("(?<!" + WORD + ")(?:" + plain.pattern() + ")(?!" + WORD + ")", flags);
		} catch (PatternSyntaxException e) {
			// an open quotation or comment takes in what is behind it
			throw new ExpressionException("This regular expression cannot be limited to whole words; write \\b where a word begins and ends", -1);
		}
	}

	private static Pattern compile(String expression, int flags) throws ExpressionException {
		try {
			return Pattern.compile(expression, flags);
		} catch (PatternSyntaxException e) {
			int position = Math.min(e.getIndex(), expression.length());
			throw new ExpressionException("Not a regular expression: " + e.getDescription() + (position < 0 ? "" : ", at character " + (position + 1)), position);
		}
	}
}

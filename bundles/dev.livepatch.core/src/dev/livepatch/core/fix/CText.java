package dev.livepatch.core.fix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import dev.livepatch.core.source.Token;
import dev.livepatch.core.source.Token.Kind;

/**
 * A C source file with its tokens and the brackets that belong together. Of alternatives ({@code #if … #else}) the first counts for the nesting. Indices are
 * those of {@link #tokens()}.
 */
final class CText {
	/** Far beyond any kernel source that a person edits; keeps the time for one bounded. */
	private static final int LONGEST = 4 << 20;
	private static final String OPENING = "([{";
	private static final String CLOSING = ")]}";

	private final String text;
	private final List<Token> tokens;
	private final int[] partner;

	/**
	 * A function's definition.
	 *
	 * @param name  of the function, or of the macro that defines it
	 * @param head  index of the definition's first token
	 * @param open  of the parenthesis that opens the parameters
	 * @param body  of the brace that opens the body
	 * @param close of the brace that ends it
	 */
	record Function(String name, int head, int open, int body, int close) {
	}

	/** A text that is too long has no tokens, so that nothing is found in it. */
	CText(String text) {
		this.text = text;
		tokens = text.length() > LONGEST ? List.of() : Token.of(text);
		partner = partners();
	}

	String text() {
		return text;
	}

	List<Token> tokens() {
		return tokens;
	}

	Token token(int index) {
		return tokens.get(index);
	}

	/** Whether there is a token at an index that reads like this. */
	boolean is(int index, String exactly) {
		return index >= 0 && index < tokens.size() && tokens.get(index).is(exactly);
	}

	/** The bracket that belongs to another one. */
	OptionalInt partner(int bracket) {
		return bracket >= 0 && bracket < tokens.size() && partner[bracket] >= 0 ? OptionalInt.of(partner[bracket]) : OptionalInt.empty();
	}

	/** Where the name stands, outside of comments, strings and directives. */
	IntStream occurrences(String name) {
		return IntStream.range(0, tokens.size()).filter(i -> tokens.get(i).word() && tokens.get(i).is(name));
	}

	boolean mentions(String name) {
		return occurrences(name).findAny().isPresent();
	}

	/** The same for a text of which nothing else is asked: only one that contains the name at all is read as C. */
	static boolean mentions(String text, String name) {
		return text.contains(name) && new CText(text).mentions(name);
	}

	/** The text of the tokens from one index to before another, as it is written. */
	String between(int from, int to) {
		return from >= to ? "" : text.substring(tokens.get(from).start(), tokens.get(to - 1).end());
	}

	/** The number of the line that a character is on, from 1. */
	int line(int offset) {
		return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
	}

	/** Where a line (from 1) begins; the text's length if it has no such line. */
	int lineStart(int line) {
		int start = 0;
		for (int i = 1; i < line && start < text.length(); i++) {
			int newline = text.indexOf('\n', start);
			start = newline < 0 ? text.length() : newline + 1;
		}
		return start;
	}

	/** The functions defined in the text, in its order. */
	List<Function> functions() {
		List<Function> functions = new ArrayList<>();
		int head = 0;
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			boolean bracket = token.kind() == Kind.MARK && OPENING.contains(token.text());
			if (bracket && token.is("{")) {
				function(head, i).ifPresent(functions::add);
			}
			i = bracket ? Math.max(i, partner[i]) : i;
			if (token.is(";") || token.is("{") || token.kind() == Kind.DIRECTIVE) {
				head = i + 1;
			}
		}
		return functions;
	}

	Optional<Function> function(String name) {
		return functions().stream().filter(f -> f.name().equals(name)).findFirst();
	}

	/** The function whose definition a line (from 1) is part of. */
	Optional<Function> functionAt(int line) {
		int start = lineStart(line);
		int next = lineStart(line + 1);
		return functions().stream().filter(f -> tokens.get(f.head()).start() < next && start < tokens.get(f.close()).end()).findFirst();
	}

	/** What stands before a brace on the outermost level is a function's head if it has a name with parameters, and no value is assigned. */
	private Optional<Function> function(int head, int brace) {
		int open = -1;
		for (int i = head; i < brace; i++) {
			if (tokens.get(i).is("=")) {
				return Optional.empty();
			}
			if (tokens.get(i).is("(") && partner[i] > 0) {
				boolean named = i > head && tokens.get(i - 1).word() && !tokens.get(i - 1).is("__attribute__");
				// annotations such as __releases(lock) stand behind the parameters
				boolean annotation = open >= 0 && tokens.get(i - 1).text().startsWith("__");
				open = named && !annotation ? i : open;
				i = partner[i];
			}
		}
		return open < 0 || partner[brace] < 0 ? Optional.empty() : Optional.of(new Function(tokens.get(open - 1).text(), head, open, brace, partner[brace]));
	}

	private int[] partners() {
		int[] result = new int[tokens.size()];
		Arrays.fill(result, -1);
		Deque<Integer> open = new ArrayDeque<>();
		int skipped = 0;
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			if (token.kind() == Kind.DIRECTIVE) {
				String directive = token.text().substring(1).strip();
				if (directive.startsWith("if")) {
					skipped += skipped > 0 ? 1 : 0;
				} else if (directive.startsWith("el") && skipped == 0) {
					skipped = 1;
				} else if (directive.startsWith("endif")) {
					skipped = Math.max(0, skipped - 1);
				}
			} else if (skipped == 0 && token.kind() == Kind.MARK) {
				if (OPENING.contains(token.text())) {
					open.push(i);
				} else if (CLOSING.contains(token.text()) && !open.isEmpty() && OPENING.indexOf(tokens.get(open.peek()).text()) == CLOSING.indexOf(token.text())) {
					result[i] = open.pop();
					result[result[i]] = i;
				}
			}
		}
		return result;
	}
}

package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands before a function's body, read word by word: the grammar takes macros such as {@code __init} for types and names. The name is what stands before the list of parameters;
 * what stands in capitals without a type before it is a macro that defines the function.
 *
 * @param start      offset of its first character
 * @param nameStart  offset of the name
 * @param name       as written
 * @param macro      that defines the function
 */
record FunctionHead(int start, int nameStart, String name, Optional<String> macro) {
	private static final Pattern MACRO = Pattern.compile("[A-Z][A-Z0-9_]*");
	/** What may stand before a macro that defines a function: its own expansion brings the type. */
	private static final Set<String> NO_TYPE = Set.of("static", "inline", "extern", "noinline", "asmlinkage", "notrace", "noinstr", "noinline_for_stack");
	/** Macros of attributes that take arguments which look like parameters. */
	private static final Set<String> ATTRIBUTES = Set.of("__attribute__", "__attribute", "__declspec", "__aligned", "__section", "__printf", "__scanf", "__alloc_size", "__diagnose_as", "__cold",
			"__no_sanitize", "_Alignas", "__typeof__", "typeof", "__acquires", "__releases", "__must_hold");

	/** A word with what stands in parentheses behind it: the index of the word, of the opening and of the closing parenthesis. */
	private record Call(int word, int open, int close) {
	}

	/** The head that ends where the body begins. What stands between two offsets may begin with comments, and with macros that no semicolon follows. */
	static Optional<FunctionHead> read(String text, int from, int body) {
		List<Token> tokens = sinceEnd(Token.code(text, from, body));
		List<Call> calls = calls(tokens);
		if (calls.isEmpty() || tokens.getLast().is("=")) {
			return Optional.empty();
		}
		List<Call> listed = calls.stream().filter(c -> parameters(tokens, c)).toList();
		// what a macro is given may look like a list of parameters or not; K&R heads and broken ones do not
		Call call = listed.isEmpty() ? calls.getLast() : listed.stream().filter(c -> c == listed.getLast() || !ownLine(text, tokens, c)).findFirst().orElseThrow();
		int first = first(text, tokens, calls, call);
		Token word = tokens.get(call.word());
		boolean typed = tokens.subList(first, call.word()).stream().anyMatch(t -> !NO_TYPE.contains(t.text()) && !t.text().startsWith("__"));
		if (!typed && MACRO.matcher(word.text()).matches() && call.open() + 1 < call.close() && tokens.get(call.open() + 1).word()) {
			Token argument = tokens.get(call.open() + 1);
			return Optional.of(new FunctionHead(tokens.get(first).start(), argument.start(), argument.text(), Optional.of(word.text())));
		}
		return Optional.of(new FunctionHead(tokens.get(first).start(), word.start(), word.text(), Optional.empty()));
	}

	/** Whether a head says a word. */
	static boolean says(String head, String word) {
		return Token.code(head, 0, head.length()).stream().anyMatch(t -> t.is(word));
	}

	/** A head in one line, without comments and directives. */
	static String line(String text, int from, int body) {
		StringBuilder line = new StringBuilder();
		int end = -1;
		for (Token token : Token.code(text, from, body)) {
			line.append(end < 0 || token.start() == end ? "" : " ").append(token.text());
			end = token.end();
		}
		return line.toString();
	}

	/** What stands before it may end in pieces that the grammar did not make out. */
	private static List<Token> sinceEnd(List<Token> tokens) {
		int end = tokens.size();
		while (end > 0 && !tokens.get(end - 1).is(";") && !tokens.get(end - 1).is("}")) {
			end--;
		}
		return tokens.subList(end, tokens.size());
	}

	private static List<Call> calls(List<Token> tokens) {
		List<Call> calls = new ArrayList<>();
		int depth = 0;
		int open = 0;
		for (int i = 0; i < tokens.size(); i++) {
			switch (tokens.get(i).text()) {
				case "(" -> open = depth++ == 0 ? i : open;
				case ")" -> {
					depth = Math.max(0, depth - 1);
					if (depth == 0 && open > 0) {
						add(calls, tokens, open, i);
					}
				}
				default -> {
					// only parentheses group
				}
			}
		}
		return calls;
	}

	private static void add(List<Call> calls, List<Token> tokens, int open, int close) {
		Token before = tokens.get(open - 1);
		if (before.word() && !ATTRIBUTES.contains(before.text())) {
			if (close > open + 1 && tokens.get(open + 1).is("*") && nested(tokens, open, close)) {
				// int (*f(int a))(int): the name is inside
				int name = open + 2;
				while (tokens.get(name).is("*")) {
					name++;
				}
				calls.add(new Call(name, name + 1, close - 1));
			} else {
				calls.add(new Call(open - 1, open, close));
			}
		}
	}

	/** Whether a word and a parenthesis follow the asterisks. */
	private static boolean nested(List<Token> tokens, int open, int close) {
		int at = open + 1;
		while (at < close && tokens.get(at).is("*")) {
			at++;
		}
		return at + 1 < close && tokens.get(at).word() && tokens.get(at + 1).is("(");
	}

	/** Nothing, {@code void}, or something that has a type and a name. */
	private static boolean parameters(List<Token> tokens, Call call) {
		if (call.close() == call.open() + 1) {
			return true;
		}
		for (int i = call.open() + 1; i < call.close(); i++) {
			Token token = tokens.get(i);
			Token next = tokens.get(i + 1);
			if (token.is("void") || token.word() && (next.word() || next.is("*"))) {
				return true;
			}
		}
		return false;
	}

	/** The head begins behind the last macro before it that stands on lines of its own, such as {@code EXPORT_SYMBOL(f)} without a semicolon. */
	private static int first(String text, List<Token> tokens, List<Call> calls, Call call) {
		return calls.stream().filter(before -> before.close() < call.word() && ownLine(text, tokens, before)).mapToInt(before -> before.close() + 1).max().orElse(0);
	}

	/** Whether what follows begins a line. */
	private static boolean ownLine(String text, List<Token> tokens, Call call) {
		int next = call.close() + 1;
		return next < tokens.size() && text.charAt(tokens.get(next).start() - 1) == '\n';
	}
}

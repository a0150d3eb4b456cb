package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a declaration says between its commas. Which of its words is the name is told by where it stands: attributes are macros in the kernel, before the type, between it and the name, and
 * behind the name, and any of them may be unknown here.
 *
 * @param tokens without the comma or semicolon
 * @param typed  whether the type stands before it: in the first of a declaration whose type has no body
 */
record Declarator(List<Token> tokens, boolean typed) {
	private static final Set<String> TAGS = Set.of("struct", "union", "enum");
	private static final Set<String> QUALIFIERS = Set.of("const", "volatile", "restrict", "static", "extern", "typedef", "inline", "register", "_Atomic", "_Thread_local", "__thread", "__volatile__",
			"__inline", "__inline__", "__extension__", "__attribute__");
	private static final Set<String> TYPES = Set.of("void", "char", "short", "int", "long", "float", "double", "signed", "unsigned");

	/** Empty for an unnamed bit field, a type alone, and the declaration of a function. */
	Optional<Token> name() {
		boolean defines = tokens.stream().anyMatch(t -> t.is("typedef"));
		List<Token> candidates = new ArrayList<>();
		int depth = 0;
		for (int i = typed ? behindType() : 0; i < tokens.size() && (depth > 0 || !tokens.get(i).is("=")); i++) {
			Token token = tokens.get(i);
			if (token.is("(") && depth == 0 && !attribute(i)) {
				return inParentheses(i, defines ? chosen(candidates) : Optional.empty());
			}
			depth += token.opens() ? 1 : token.closes() ? -1 : 0;
			if (depth == 0 && token.is("*")) {
				candidates.clear();
			} else if (depth == 0 && token.word() && !passed(token)) {
				candidates.add(token);
			}
		}
		return chosen(candidates);
	}

	/** Attributes in capitals stand behind the name, others before it; what begins like an attribute is a name if nothing else is. */
	private static Optional<Token> chosen(List<Token> candidates) {
		List<Token> plain = candidates.stream().filter(t -> !t.text().startsWith("__")).toList();
		return plain.stream().filter(t -> KernelWords.kind(t.text()) != TokenKind.CONSTANT).reduce((first, last) -> last).or(() -> plain.stream().findFirst())
				.or(() -> candidates.stream().findFirst());
	}

	/** Of a declaration such as {@code unsigned long *a}, where the star is. */
	private int behindType() {
		int at = 0;
		while (at < tokens.size() && passed(tokens.get(at)) && !TYPES.contains(tokens.get(at).text())) {
			at = behind(at);
		}
		if (at == tokens.size() || !tokens.get(at).word()) {
			return at;
		}
		if (TYPES.contains(tokens.get(at).text())) {
			while (at < tokens.size() && (TYPES.contains(tokens.get(at).text()) || QUALIFIERS.contains(tokens.get(at).text()))) {
				at = behind(at);
			}
			return at;
		}
		if (TAGS.contains(tokens.get(at).text())) {
			at++;
			while (at < tokens.size() && passed(tokens.get(at))) {
				at = behind(at);
			}
			return Math.min(at + 1, tokens.size());
		}
		// a macro that declares by itself is called
		boolean called = at + 1 < tokens.size() && tokens.get(at + 1).is("(");
		return !called ? at + 1 : tokens.get(at).text().contains("typeof") || attribute(at + 1) ? behind(at) : at;
	}

	/** A word, with what it is given in parentheses. */
	private int behind(int word) {
		return word + 1 < tokens.size() && tokens.get(word + 1).is("(") && attribute(word + 1) ? Token.closing(tokens, word + 1) + 1 : word + 1;
	}

	/** Whether what is in parentheses is given to an attribute or {@code typeof}. */
	private boolean attribute(int open) {
		String word = open == 0 ? "" : tokens.get(open - 1).text();
		return word.startsWith("__") || word.equals("typeof");
	}

	private static boolean passed(Token token) {
		return QUALIFIERS.contains(token.text()) || TYPES.contains(token.text()) || KernelWords.isAttribute(token.text());
	}

	/** A pointer to a function or an array, or what a macro is given; the one before it for a type of functions. */
	private Optional<Token> inParentheses(int open, Optional<Token> before) {
		List<Token> inside = tokens.subList(open + 1, Math.min(Token.closing(tokens, open), tokens.size()));
		List<Token> bare = inside.stream().dropWhile(t -> t.is("(") || passed(t) && !TYPES.contains(t.text())).toList();
		if (!bare.isEmpty() && bare.getFirst().is("*")) {
			return new Declarator(inside, false).pointer();
		}
		if (before.isPresent()) {
			return before;
		}
		String macro = open == 0 ? "" : tokens.get(open - 1).text();
		if (!macro.startsWith("DEFINE_") && !macro.endsWith("_HEAD")) {
			return Optional.empty();
		}
		List<Token> words = inside.stream().filter(Token::word).toList();
		// DEFINE_PER_CPU(type, name)
		return macro.contains("PER_CPU") ? words.stream().reduce((first, last) -> last) : words.stream().findFirst();
	}

	/** {@code *const name[4]}, or {@code *(*name)(int)}; none if it has parameters itself, since that is a function. */
	private Optional<Token> pointer() {
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			if (token.is("(") && attribute(i)) {
				i = Token.closing(tokens, i);
			} else if (token.word() && !passed(token)) {
				return i + 1 < tokens.size() && tokens.get(i + 1).is("(") ? Optional.empty() : Optional.of(token);
			}
		}
		return Optional.empty();
	}
}

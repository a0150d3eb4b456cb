package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names that a declaration gives, read word by word: attributes, which are macros in the kernel, stand before and behind them. */
final class VariableNames {
	private static final Set<String> NO_DEFINITION = Set.of("extern", "typedef");
	private static final Set<String> TAGS = Set.of("struct", "union", "enum");

	private VariableNames() {
	}

	/** Of a declaration with its semicolon, or of a macro that stands for one; none if it defines no variable. */
	static List<Token> of(String text, int from, int to) {
		List<Token> tokens = Token.of(text, from, to);
		return tokens.stream().anyMatch(t -> NO_DEFINITION.contains(t.text())) ? List.of() : names(tokens);
	}

	/** Of a {@code typedef}. */
	static List<Token> ofTypes(String text, int from, int to) {
		return names(Token.of(text, from, to));
	}

	/** Of the declaration of a type's members, without its semicolon; those of bit fields too. */
	static List<Token> ofMembers(List<Token> declaration) {
		List<Token> tokens = new ArrayList<>();
		boolean width = false;
		int depth = 0;
		for (Token token : declaration) {
			depth += "([{".contains(token.text()) ? 1 : ")]}".contains(token.text()) ? -1 : 0;
			width = depth == 0 && (token.is(":") || width && !token.is(","));
			if (!width) {
				tokens.add(token);
			}
		}
		tokens.add(new Token(0, 0, ";"));
		return names(tokens);
	}

	/** Of a declaration of whatever kind, as tokens with the semicolon. */
	static List<Token> names(List<Token> tokens) {
		if (tokens.isEmpty() || !tokens.getLast().is(";") || tokens.size() == 3 && TAGS.contains(tokens.getFirst().text())) {
			// a function's head that the grammar cut off, or the mere mention of a type
			return List.of();
		}
		List<Token> names = new ArrayList<>();
		int from = behindBody(tokens);
		int depth = 0;
		for (int i = from; i < tokens.size(); i++) {
			switch (tokens.get(i).text()) {
				case "(", "[", "{" -> depth++;
				case ")", "]", "}" -> depth--;
				case ",", ";" -> {
					if (depth == 0) {
						add(names, tokens.subList(from, i));
						from = i + 1;
					}
				}
				default -> {
					// only marks divide
				}
			}
		}
		return names;
	}

	/** Where the declarators of a type with a body begin. */
	private static int behindBody(List<Token> tokens) {
		int depth = 0;
		for (int i = 0; i < tokens.size() && (depth > 0 || !tokens.get(i).is("=") && !tokens.get(i).is("(")); i++) {
			depth += tokens.get(i).is("{") ? 1 : tokens.get(i).is("}") ? -1 : 0;
			if (tokens.get(i).is("}") && depth == 0) {
				return i + 1;
			}
		}
		return 0;
	}

	private static void add(List<Token> names, List<Token> declarator) {
		Token name = null;
		int depth = 0;
		for (int i = 0; i < declarator.size() && (depth > 0 || !declarator.get(i).is("=")); i++) {
			Token token = declarator.get(i);
			if (token.is("(") && depth++ == 0 && !attribute(declarator, i)) {
				name = inParentheses(declarator, i);
				break;
			}
			depth += token.is("[") || token.is("{") ? 1 : token.is(")") || token.is("]") || token.is("}") ? -1 : 0;
			if (depth == 0 && token.word() && (name == null || !token.text().startsWith("__"))) {
				name = token;
			}
		}
		if (name != null) {
			names.add(name);
		}
	}

	private static boolean attribute(List<Token> declarator, int open) {
		return open > 0 && declarator.get(open - 1).text().startsWith("__");
	}

	/** A pointer to a function, or what a macro is given; null for the declaration of a function. */
	private static Token inParentheses(List<Token> declarator, int open) {
		int at = open + 1;
		while (at < declarator.size() && declarator.get(at).is("*")) {
			at++;
		}
		if (at + 1 >= declarator.size() || !declarator.get(at).word()) {
			return null;
		}
		boolean pointer = at > open + 1;
		if (pointer) {
			return declarator.get(at + 1).is("(") ? null : declarator.get(at);
		}
		String macro = open == 0 ? "" : declarator.get(open - 1).text();
		if (!macro.startsWith("DEFINE_") && !macro.endsWith("_HEAD")) {
			return null;
		}
		// DEFINE_PER_CPU(type, name)
		int name = macro.contains("PER_CPU") ? last(declarator, open) : at;
		return name < 0 ? null : declarator.get(name);
	}

	private static int last(List<Token> declarator, int open) {
		int last = -1;
		for (int i = open + 1; i < declarator.size() && !declarator.get(i).is(")"); i++) {
			last = declarator.get(i).word() ? i : last;
		}
		return last;
	}
}

package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names that a declaration gives, read word by word: attributes, which are macros in the kernel, stand before and behind them. */
final class VariableNames {
	private static final Set<String> NO_DEFINITION = Set.of("extern", "typedef");

	private VariableNames() {
	}

	/** Of a declaration with its semicolon, or of a macro that stands for one; none if it defines no variable. */
	static List<Token> of(String text, int from, int to) {
		List<Token> tokens = Token.code(text, from, to);
		return tokens.stream().anyMatch(t -> NO_DEFINITION.contains(t.text())) ? List.of() : ofStatements(tokens);
	}

	/** Of a {@code typedef}. */
	static List<Token> ofTypes(String text, int from, int to) {
		return ofStatements(Token.code(text, from, to));
	}

	/** What the grammar does not know can hold together several; what has no semicolon is a function's head that it cut off. */
	private static List<Token> ofStatements(List<Token> tokens) {
		return !tokens.isEmpty() && tokens.getLast().is(";") ? Token.split(tokens, ";").stream().flatMap(statement -> of(statement).stream()).toList() : List.of();
	}

	/** Of a declaration of whatever kind, without its semicolon; those of bit fields too. */
	static List<Token> of(List<Token> declaration) {
		int from = behindBody(declaration);
		List<Token> names = new ArrayList<>();
		for (List<Token> declarator : Token.split(declaration.subList(from, declaration.size()), ",")) {
			boolean typed = from == 0 && declarator.getFirst() == declaration.getFirst();
			new Declarator(withoutWidth(declarator), typed).name().ifPresent(names::add);
		}
		return names;
	}

	/** The width of a bit field can be a name as well. */
	private static List<Token> withoutWidth(List<Token> declarator) {
		int depth = 0;
		for (int i = 0; i < declarator.size(); i++) {
			depth += declarator.get(i).opens() ? 1 : declarator.get(i).closes() ? -1 : 0;
			if (depth == 0 && declarator.get(i).is(":")) {
				return declarator.subList(0, i);
			}
		}
		return declarator;
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
}

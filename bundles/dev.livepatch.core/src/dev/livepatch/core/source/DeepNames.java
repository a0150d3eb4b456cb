package dev.livepatch.core.source;

import dev.livepatch.core.source.DeepName.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads what is within a file's types, and what is between its definitions, word by word. */
final class DeepNames {
	/** Types within types, or what looks like it in broken text. */
	private static final int DEEPEST = 50;
	private final String text;
	private final TextLines lines;
	private final Outline outline;
	private final List<DeepName> found = new ArrayList<>();

	DeepNames(String text, Outline outline) {
		this.text = text;
		this.lines = new TextLines(text);
		this.outline = outline;
	}

	List<DeepName> all() {
		int behind = 0;
		for (Element element : outline.elements()) {
			boolean directive = element instanceof Element.Include || element instanceof Element.Macro;
			if (!directive && element.extent().start() >= behind) {
				between(behind, element.extent().start());
				if (element instanceof Element.Type type) {
					type(type);
				}
				behind = element.extent().end();
			}
		}
		between(behind, text.length());
		return found;
	}

	private void type(Element.Type type) {
		List<Token> tokens = Token.of(text, type.extent().start(), type.extent().end());
		int open = index(tokens, "{", 0);
		if (open < tokens.size()) {
			body(tokens.subList(0, closing(tokens, open)), open, type.name(), DEEPEST);
		}
	}

	/** What stands behind a brace. */
	private void body(List<Token> tokens, int open, String owner, int depth) {
		boolean enumeration = index(tokens, "enum", 0) < open;
		List<Token> inside = tokens.subList(open + 1, tokens.size());
		if (enumeration) {
			split(inside, ",").stream().filter(value -> value.getFirst().word()).forEach(value -> add(Kind.ENUMERATOR, value.getFirst(), owner));
		} else {
			split(inside, ";").forEach(declaration -> member(declaration, owner, depth));
		}
	}

	private void member(List<Token> declaration, String owner, int depth) {
		int open = index(declaration, "{", 0);
		int round = index(declaration, "(", 0);
		if (open < round) {
			int close = closing(declaration, open);
			if (depth > 0) {
				body(declaration.subList(0, close), open, owner, depth - 1);
			}
			List<Token> behind = declaration.subList(Math.min(close + 1, declaration.size()), declaration.size());
			// what stands alone behind a brace may be an attribute
			VariableNames.names(behind).stream().filter(name -> !name.text().startsWith("__")).forEach(name -> add(Kind.MEMBER, name, owner));
		} else if (round == 1 && declaration.getFirst().text().startsWith("struct_group")) {
			group(declaration.subList(round + 1, closing(declaration, round)), owner, depth);
		} else if (round == 1 && declaration.getFirst().text().startsWith("DECLARE_")) {
			List<Token> given = declaration.subList(round + 1, closing(declaration, round)).stream().filter(Token::word).toList();
			if (!given.isEmpty()) {
				add(Kind.MEMBER, declaration.getFirst().text().endsWith("_FLEX_ARRAY") ? given.getLast() : given.getFirst(), owner);
			}
		} else {
			add(Kind.MEMBER, VariableNames.names(withoutWidths(declaration)), owner);
		}
	}

	/** {@code struct_group(name, int a; int b;)} */
	private void group(List<Token> given, String owner, int depth) {
		given.stream().limit(1).forEach(name -> add(Kind.MEMBER, name, owner));
		int comma = index(given, ",", 0);
		if (comma < given.size() && depth > 0) {
			split(given.subList(comma + 1, given.size()), ";").forEach(declaration -> member(declaration, owner, depth - 1));
		}
	}

	/** Without what bit fields have behind their colon, which may be a name. */
	private static List<Token> withoutWidths(List<Token> declaration) {
		List<Token> kept = new ArrayList<>();
		boolean width = false;
		for (Token token : declaration) {
			width = token.is(":") || width && !token.is(",") && !token.is(";");
			if (!width) {
				kept.add(token);
			}
		}
		return kept;
	}

	private void between(int from, int to) {
		split(Token.of(text, from, Math.max(from, to)), ";").forEach(this::declared);
	}

	private void declared(List<Token> declaration) {
		if (!declaration.getLast().is(";") || declaration.stream().anyMatch(t -> t.is("typedef") || t.is("{") || t.is("="))) {
			return;
		}
		int open = index(declaration, "(", 0);
		while (open > 0 && open < declaration.size() && declaration.get(open - 1).text().startsWith("__") && closing(declaration, open) + 2 < declaration.size()) {
			// attributes before the type: a prototype of such a name is the last that is called
			open = index(declaration, "(", closing(declaration, open));
		}
		if (open > 1 && open < declaration.size() && declaration.get(open - 1).word() && !declaration.get(open + 1).is("*")) {
			add(Kind.DECLARED_ONLY, declaration.get(open - 1), "");
		} else if (declaration.getFirst().is("extern")) {
			add(Kind.DECLARED_ONLY, VariableNames.names(declaration), "");
		} else if (open == 1 && declaration.getFirst().text().startsWith("DECLARE_PER_CPU")) {
			declaration.subList(open, closing(declaration, open)).stream().filter(Token::word).reduce((first, second) -> second).ifPresent(name -> add(Kind.DECLARED_ONLY, name, ""));
		}
	}

	private void add(Kind kind, List<Token> names, String owner) {
		names.forEach(name -> add(kind, name, owner));
	}

	private void add(Kind kind, Token name, String owner) {
		found.add(new DeepName(kind, name.text(), owner, lines.extent(name.start(), name.end()).firstLine()));
	}

	/** Pieces that end with a mark outside of all brackets, the mark included. */
	private static List<List<Token>> split(List<Token> tokens, String mark) {
		List<List<Token>> pieces = new ArrayList<>();
		int depth = 0;
		int from = 0;
		for (int i = 0; i < tokens.size(); i++) {
			depth += opens(tokens.get(i)) ? 1 : closes(tokens.get(i)) ? -1 : 0;
			if (depth == 0 && tokens.get(i).is(mark)) {
				pieces.add(tokens.subList(from, i + 1));
				from = i + 1;
			}
		}
		if (from < tokens.size()) {
			pieces.add(tokens.subList(from, tokens.size()));
		}
		return pieces;
	}

	/** Where the bracket that one opens is closed; behind the end, if it is not. */
	private static int closing(List<Token> tokens, int open) {
		int depth = 0;
		for (int i = open; i < tokens.size(); i++) {
			depth += opens(tokens.get(i)) ? 1 : closes(tokens.get(i)) ? -1 : 0;
			if (depth == 0) {
				return i;
			}
		}
		return tokens.size();
	}

	private static boolean opens(Token token) {
		return token.is("(") || token.is("[") || token.is("{");
	}

	private static boolean closes(Token token) {
		return token.is(")") || token.is("]") || token.is("}");
	}

	/** Behind the end, if there is none. */
	private static int index(List<Token> tokens, String mark, int from) {
		return IntStream.range(Math.min(from, tokens.size()), tokens.size()).filter(i -> tokens.get(i).is(mark)).findFirst().orElse(tokens.size());
	}
}

package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.livepatch.core.source.DeepName.Kind;

/** Lists what is within a file's types, and reads what is between its definitions, word by word. */
final class DeepNames {
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
					members(type, type.members());
				}
				behind = element.extent().end();
			}
		}
		between(behind, text.length());
		return found;
	}

	private void members(Element.Type type, List<Member> members) {
		for (Member member : members) {
			if (!member.name().isEmpty()) {
				add(member.value() ? Kind.ENUMERATOR : Kind.MEMBER, member.name(), type.extent().start() + member.nameStart(), type.name());
			}
			members(type, member.members());
		}
	}

	private void between(int from, int to) {
		List<Token> tokens = Token.code(text, from, Math.max(from, to));
		int behindLast = IntStream.range(0, tokens.size()).filter(i -> tokens.get(i).is(";")).map(i -> i + 1).max().orElse(0);
		Token.split(tokens.subList(0, behindLast), ";").forEach(this::declared);
	}

	private void declared(List<Token> declaration) {
		if (declaration.stream().anyMatch(t -> t.is("typedef") || t.is("{") || t.is("="))) {
			return;
		}
		int open = index(declaration, "(", 0);
		while (open > 0 && open < declaration.size() && declaration.get(open - 1).text().startsWith("__") && Token.closing(declaration, open) + 2 < declaration.size()) {
			// attributes before the type: a prototype of such a name is the last that is called
			open = index(declaration, "(", Token.closing(declaration, open));
		}
		if (open > 1 && open < declaration.size() && declaration.get(open - 1).word() && !declaration.get(open + 1).is("*")) {
			declaredOnly(declaration.get(open - 1));
		} else if (declaration.getFirst().is("extern")) {
			VariableNames.of(declaration).forEach(this::declaredOnly);
		} else if (open == 1 && declaration.getFirst().text().startsWith("DECLARE_PER_CPU")) {
			declaration.subList(open, Token.closing(declaration, open)).stream().filter(Token::word).reduce((first, second) -> second).ifPresent(this::declaredOnly);
		}
	}

	private void declaredOnly(Token name) {
		add(Kind.DECLARED_ONLY, name.text(), name.start(), "");
	}

	private void add(Kind kind, String name, int start, String owner) {
		found.add(new DeepName(kind, name, owner, lines.extent(start, start + name.length()).firstLine()));
	}

	/** Behind the end, if there is none. */
	private static int index(List<Token> tokens, String mark, int from) {
		return IntStream.range(Math.min(from, tokens.size()), tokens.size()).filter(i -> tokens.get(i).is(mark)).findFirst().orElse(tokens.size());
	}
}

package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.treesitter.TSNode;

/** The types and variables that a declaration at file level defines. */
final class Declarations {
	/** Characters that a definition can go on for behind the place where the grammar gave it up. */
	private static final int LONGEST_REST = 1 << 10;
	private final String text;
	private final TextLines lines;
	/** The last declaration that was read. */
	private Extent last = new Extent(0, 0, 1, 1);

	Declarations(String text, TextLines lines) {
		this.text = text;
		this.lines = lines;
	}

	List<Element> of(TSNode node) {
		List<Element> found = new ArrayList<>();
		switch (node.getType()) {
			case "struct_specifier", "union_specifier", "enum_specifier" -> type(node, node).ifPresent(found::add);
			case "type_definition", "typedef" -> {
				Extent whole = typedef(node);
				Optional<Element.Type> type = type(node.getChildByFieldName("type"), node);
				type.filter(t -> !t.name().isEmpty()).ifPresent(found::add);
				// the first name of a type that has no other
				List<Member> members = found.isEmpty() ? type.map(Element.Type::members).orElse(List.of()) : List.of();
				for (Token name : VariableNames.ofTypes(text, whole.start(), whole.end())) {
					found.add(new Element.Type(Element.Type.Kind.TYPEDEF, name.text(), whole, lines.extent(name.start(), name.end()), found.isEmpty() ? members : List.of()));
				}
			}
			case "declaration", "expression_statement" -> {
				type(node.getChildByFieldName("type"), node).ifPresent(found::add);
				Extent whole = whole(node);
				VariableNames.of(text, whole.start(), whole.end()).forEach(n -> found.add(new Element.Variable(n.text(), whole, lines.extent(n.start(), n.end()))));
			}
			default -> {
				// comments, marks, and what is broken
			}
		}
		return found;
	}

	/** To its semicolon: an attribute before the name, such as {@code __bitwise}, can look like the name to the grammar, or break the definition at its first word. */
	private Extent typedef(TSNode node) {
		int end = end(node);
		if (text.charAt(end - 1) != ';') {
			int depth = 0;
			for (Token token : Token.code(text, end, Math.min(text.length(), end + LONGEST_REST))) {
				depth += token.opens() ? 1 : token.closes() ? -1 : 0;
				if (depth == 0 && token.is(";")) {
					return lines.extent(start(node), token.end());
				}
			}
		}
		return extent(node);
	}

	/** An attribute behind a name, such as {@code __ro_after_init}, can look like a statement of its own to the grammar, which then ends the declaration before it. */
	private Extent whole(TSNode node) {
		boolean goesOn = last.end() > last.start() && text.charAt(last.end() - 1) != ';' && last.end() <= start(node) && text.substring(last.end(), start(node)).isBlank();
		last = goesOn ? lines.extent(last.start(), end(node)) : extent(node);
		return last;
	}

	private Optional<Element.Type> type(TSNode type, TSNode whole) {
		TSNode body = type.isNull() ? type : type.getChildByFieldName("body");
		if (body.isNull()) {
			return Optional.empty();
		}
		Element.Type.Kind kind = switch (type.getType()) {
			case "struct_specifier" -> Element.Type.Kind.STRUCT;
			case "union_specifier" -> Element.Type.Kind.UNION;
			default -> Element.Type.Kind.ENUM;
		};
		TSNode name = type.getChildByFieldName("name");
		Extent nameExtent = name.isNull() ? lines.extent(start(whole), start(whole)) : extent(name);
		List<Member> members = MemberReader.of(text, start(body) + 1, end(body) - 1, start(whole), kind == Element.Type.Kind.ENUM);
		return Optional.of(new Element.Type(kind, nameExtent.in(text), extent(whole), nameExtent, members));
	}

	private Extent extent(TSNode node) {
		return lines.extent(start(node), end(node));
	}

	private static int start(TSNode node) {
		return OutlineReader.start(node);
	}

	private static int end(TSNode node) {
		return OutlineReader.end(node);
	}
}

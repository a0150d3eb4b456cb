package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.treesitter.TSNode;

/** The types and variables that a declaration at file level defines. */
final class Declarations {
	private final String text;
	private final TextLines lines;

	Declarations(String text, TextLines lines) {
		this.text = text;
		this.lines = lines;
	}

	List<Element> of(TSNode node) {
		List<Element> found = new ArrayList<>();
		switch (node.getType()) {
			case "struct_specifier", "union_specifier", "enum_specifier" -> type(node, node).ifPresent(found::add);
			case "type_definition" -> {
				type(node.getChildByFieldName("type"), node).filter(t -> !t.name().isEmpty()).ifPresent(found::add);
				VariableNames.ofTypes(text, start(node), end(node)).forEach(n -> found.add(new Element.Type(Element.Type.Kind.TYPEDEF, n.text(), extent(node), lines.extent(n.start(), n.end()))));
			}
			case "declaration", "expression_statement" -> {
				type(node.getChildByFieldName("type"), node).ifPresent(found::add);
				VariableNames.of(text, start(node), end(node)).forEach(n -> found.add(new Element.Variable(n.text(), extent(node), lines.extent(n.start(), n.end()))));
			}
			default -> {
				// comments, marks, and what is broken
			}
		}
		return found;
	}

	private Optional<Element> type(TSNode type, TSNode whole) {
		if (type.isNull() || type.getChildByFieldName("body").isNull()) {
			return Optional.empty();
		}
		Element.Type.Kind kind = switch (type.getType()) {
			case "struct_specifier" -> Element.Type.Kind.STRUCT;
			case "union_specifier" -> Element.Type.Kind.UNION;
			default -> Element.Type.Kind.ENUM;
		};
		TSNode name = type.getChildByFieldName("name");
		Extent nameExtent = name.isNull() ? lines.extent(start(whole), start(whole)) : extent(name);
		return Optional.of(new Element.Type(kind, nameExtent.in(text), extent(whole), nameExtent));
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

package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.treesitter.TSNode;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/**
 * Finds in a syntax tree what an outline shows. The tree says where bodies, types and directives are; names are read from the text, since without its macros a kernel source is not the C
 * that the grammar knows. Where the tree is wrong, braces in the first column begin and end functions, as the kernel's style has it.
 */
final class OutlineReader {
	/** Conditions within conditions, or what looks like it in broken text. */
	private static final int DEEPEST = 100;
	private final String text;
	private final TextLines lines;
	private final Declarations declarations;
	private final List<Element> elements = new ArrayList<>();
	/** Where the last complete piece of text ends: a function's head begins behind it. */
	private int complete;

	private OutlineReader(String text, TextLines lines) {
		this.text = text;
		this.lines = lines;
		this.declarations = new Declarations(text, lines);
	}

	static List<Element> read(String text, TextLines lines, TSTree tree) {
		OutlineReader reader = new OutlineReader(text, lines);
		reader.children(tree.getRootNode(), 0, DEEPEST);
		return reader.elements;
	}

	private void children(TSNode parent, int from, int depth) {
		try (TSTreeCursor cursor = new TSTreeCursor(parent)) {
			if (depth > 0 && cursor.gotoFirstChild()) {
				do {
					TSNode node = cursor.currentNode();
					if (start(node) >= Math.max(from, complete)) {
						element(node, depth - 1);
					} else if (end(node) > Math.max(from, complete)) {
						children(node, from, depth - 1);
					}
				} while (cursor.gotoNextSibling());
			}
		}
	}

	private void element(TSNode node, int depth) {
		switch (node.getType()) {
			case "function_definition" -> function(node, node.getChildByFieldName("body"), depth);
			case "compound_statement" -> function(node, node, depth);
			case "preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif", "preproc_elifdef", "linkage_specification", "declaration_list", "ERROR" -> children(node, 0, depth);
			case "{" -> closed(start(node)).ifPresent(end -> function(start(node), end));
			case "preproc_def" -> macro(node, false);
			case "preproc_function_def" -> macro(node, true);
			case "preproc_include" -> named(node, "path").ifPresent(path -> elements.add(new Element.Include(path.in(text).replaceAll("[<>\"]", ""), extent(node), path)));
			default -> {
				if (node.hasError() && hiddenFunction(node)) {
					children(node, complete, depth);
				} else {
					elements.addAll(declarations.of(node));
				}
			}
		}
		int end = end(node);
		if (end > complete && (text.charAt(end - 1) == ';' || text.charAt(end - 1) == '}')) {
			complete = end;
		}
	}

	private void macro(TSNode node, boolean parameters) {
		Extent extent = trimmed(node);
		named(node, "name").ifPresent(name -> elements.add(new Element.Macro(name.in(text), parameters, extent, name)));
	}

	private void function(TSNode node, TSNode body, int depth) {
		if (body.isNull() || !body.getType().equals("compound_statement")) {
			children(node, 0, depth);
			return;
		}
		if (node.hasError() && hiddenFunction(node)) {
			children(node, complete, depth);
			return;
		}
		function(start(body), end(body));
	}

	/** A body that the grammar took for something else begins with a brace in the first column too. */
	private boolean hiddenFunction(TSNode node) {
		int brace = text.indexOf("\n{", Math.max(start(node) - 1, 0), end(node)) + 1;
		if (brace == 0 || node.getType().equals("compound_statement") || bodyAt(node, brace)) {
			return false;
		}
		OptionalInt closed = closed(brace);
		if (closed.isEmpty() || FunctionHead.read(text, complete, brace).isEmpty()) {
			return false;
		}
		function(brace, closed.getAsInt());
		return true;
	}

	private static boolean bodyAt(TSNode node, int offset) {
		TSNode body = node.getChildByFieldName("body");
		return !body.isNull() && start(body) == offset;
	}

	private void function(int body, int end) {
		FunctionHead.read(text, complete, body).ifPresent(head -> add(head, body, end));
		complete = end;
	}

	/** Behind the first brace that closes in the first column. */
	private OptionalInt closed(int from) {
		int brace = text.indexOf("\n}", from);
		return brace < 0 ? OptionalInt.empty() : OptionalInt.of(brace + 2);
	}

	private void add(FunctionHead head, int body, int end) {
		Extent name = lines.extent(head.nameStart(), head.nameStart() + head.name().length());
		List<String> symbols = head.macro().map(m -> DefinitionMacro.symbols(m, head.name())).orElse(List.of(head.name()));
		elements.add(new Element.Function(head.name(), FunctionHead.line(text, head.start(), body), head.macro(), symbols, lines.extent(head.start(), end), name, lines.extent(body, end)));
	}

	private Optional<Extent> named(TSNode node, String field) {
		TSNode name = node.getChildByFieldName(field);
		return name.isNull() || end(name) == start(name) ? Optional.empty() : Optional.of(extent(name));
	}

	/** Directives end with their line's end. */
	private Extent trimmed(TSNode node) {
		int end = end(node);
		while (end > start(node) && Character.isWhitespace(text.charAt(end - 1))) {
			end--;
		}
		return lines.extent(start(node), end);
	}

	private Extent extent(TSNode node) {
		return lines.extent(start(node), end(node));
	}

	static int start(TSNode node) {
		return node.getStartByte() / CParser.UNIT;
	}

	static int end(TSNode node) {
		return node.getEndByte() / CParser.UNIT;
	}
}

package dev.livepatch.core.source;

import java.util.ArrayDeque;
import java.util.Deque;

import org.treesitter.TSNode;
import org.treesitter.TSTreeCursor;

/** Walks the leaves of a syntax tree. */
final class Leaves {

	private Leaves() {
	}

	/** Without recursion: hostile text nests as deep as it is long. */
	static void visit(TSTreeCursor cursor, int from, int to, CParser.Visitor visitor) {
		Deque<String> parents = new ArrayDeque<>();
		while (true) {
			TSNode node = cursor.currentNode();
			int start = node.getStartByte() / CParser.UNIT;
			int end = node.getEndByte() / CParser.UNIT;
			if (start >= to) {
				return;
			}
			if (end > from) {
				String kind = node.getType();
				if (cursor.gotoFirstChild()) {
					parents.push(kind);
					continue;
				}
				if (end > start) {
					visitor.leaf(kind, parents.isEmpty() ? "" : parents.peek(), start, end);
				}
			}
			while (!cursor.gotoNextSibling()) {
				if (!cursor.gotoParent()) {
					return;
				}
				parents.pop();
			}
		}
	}
}

package dev.livepatch.core.source;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.treesitter.TSInputEncoding;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/**
 * A stretch of a text that is parsed for itself.
 *
 * @param lineEnds how many it has
 * @param elements with places that count from its beginning
 */
record Piece(String text, int lineEnds, TSTree tree, List<Element> elements) implements AutoCloseable {
	/** Characters that the parser is given at once. */
	private static final int PORTION = 1 << 14;

	static Piece parse(TSParser parser, String text) {
		byte[] buffer = new byte[CParser.UNIT * Math.min(text.length() + 1, PORTION)];
		TSTree tree = parser.parse(buffer, null, (into, offset, point) -> {
			int from = Math.min(offset / CParser.UNIT, text.length());
			byte[] bytes = text.substring(from, Math.min(from + into.length / CParser.UNIT, text.length())).getBytes(StandardCharsets.UTF_16LE);
			System.arraycopy(bytes, 0, into, 0, bytes.length);
			return bytes.length;
		}, TSInputEncoding.TSInputEncodingUTF16LE);
		TextLines lines = new TextLines(text);
		return new Piece(text, lines.count() - 1, tree, OutlineReader.read(text, lines, tree));
	}

	void leaves(int from, int to, CParser.Visitor visitor) {
		try (TSTreeCursor cursor = new TSTreeCursor(tree.getRootNode())) {
			Leaves.visit(cursor, from, to, visitor);
		}
	}

	@Override
	public void close() {
		tree.close();
	}
}

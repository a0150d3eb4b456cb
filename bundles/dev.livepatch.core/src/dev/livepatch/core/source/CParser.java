package dev.livepatch.core.source;

import java.nio.charset.StandardCharsets;

import org.treesitter.TSInputEdit;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSParser;
import org.treesitter.TSPoint;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;
import org.treesitter.TreeSitterC;

/**
 * Reads a C text again and again as it is edited, parsing anew only what has to be. Nothing is preprocessed, so that every branch of a condition is seen, and nothing needs to be
 * right: what is half-written costs no more than the function it stands in. Memory outside of the heap is held until {@link #close}. Safe for several threads, one at a time.
 */
public final class CParser implements AutoCloseable {
	/** Offsets of the parser count the bytes of the encoding: with two for each UTF-16 unit, they are those of a string, doubled. */
	static final int UNIT = 2;
	private static final int CHUNK = 1 << 15;
	private final TSParser parser;
	private String text = "";
	private TextLines lines = new TextLines("");
	private TSTree tree;

	private CParser() {
		parser = new TSParser();
		parser.setLanguage(new TreeSitterC());
	}

	/** @throws ParserUnavailable if the parser's native library cannot be loaded; a failure is not remembered */
	public static CParser open() throws ParserUnavailable {
		try {
			return new CParser();
		} catch (LinkageError | RuntimeException e) {
			// the binding throws bare exceptions for a platform that it has no library for, or a directory that it cannot be unpacked in
			throw new ParserUnavailable("C sources cannot be parsed: the library of tree-sitter, which is part of this product for 64-bit Linux, macOS and Windows, cannot be loaded ("
					+ e + "). A temporary directory that programs cannot be run from (noexec) is a likely reason: choose another one with -Djava.io.tmpdir.", e);
		}
	}

	/** Takes in a new state of the text. */
	public synchronized Outline parse(String newText) {
		update(newText);
		return OutlineReader.read(newText, lines, tree);
	}

	/** A piece of text that means one thing: a keyword, an identifier, a comment, a string with its quotes, a punctuation mark. */
	@FunctionalInterface
	public interface Visitor {
		/**
		 * @param kind   of the grammar tree-sitter-c: {@code identifier}, {@code comment}, {@code string_content}, …; keywords and punctuation marks are of the kind that they spell
		 * @param parent kind of what it is a part of, for instance {@code call_expression} for the name of what is called
		 * @param start  offset of the first character
		 * @param end    offset after the last character
		 */
		void leaf(String kind, String parent, int start, int end);
	}

	/** Shows all leaves of the last text's tree that lie in a range, or reach into it, in order. */
	public synchronized void leaves(int from, int to, Visitor visitor) {
		if (tree != null) {
			try (TSTreeCursor cursor = new TSTreeCursor(tree.getRootNode())) {
				Leaves.visit(cursor, from, to, visitor);
			}
		}
	}

	private void update(String newText) {
		TextLines newLines = new TextLines(newText);
		if (tree == null) {
			tree = parse(newText, null);
		} else if (!newText.equals(text)) {
			try (TSTree old = tree) {
				old.edit(edit(newText, newLines));
				tree = parse(newText, old);
			}
		}
		text = newText;
		lines = newLines;
	}

	private TSTree parse(String source, TSTree old) {
		return parser.parse(new byte[UNIT * CHUNK], old, (buffer, offset, point) -> {
			int from = Math.min(offset / UNIT, source.length());
			byte[] bytes = source.substring(from, Math.min(from + CHUNK, source.length())).getBytes(StandardCharsets.UTF_16LE);
			System.arraycopy(bytes, 0, buffer, 0, bytes.length);
			return bytes.length;
		}, TSInputEncoding.TSInputEncodingUTF16LE);
	}

	/** What lies between the longest equal beginning and the longest equal end. */
	private TSInputEdit edit(String newText, TextLines newLines) {
		int shorter = Math.min(text.length(), newText.length());
		int start = 0;
		while (start < shorter && text.charAt(start) == newText.charAt(start)) {
			start++;
		}
		int tail = 0;
		while (tail < shorter - start && text.charAt(text.length() - 1 - tail) == newText.charAt(newText.length() - 1 - tail)) {
			tail++;
		}
		int oldEnd = text.length() - tail;
		int newEnd = newText.length() - tail;
		return new TSInputEdit(UNIT * start, UNIT * oldEnd, UNIT * newEnd, point(lines, start), point(lines, oldEnd), point(newLines, newEnd));
	}

	private static TSPoint point(TextLines of, int offset) {
		return new TSPoint(of.line(offset), UNIT * of.column(offset));
	}

	@Override
	public synchronized void close() {
		if (tree != null) {
			tree.close();
			tree = null;
		}
		parser.close();
	}
}

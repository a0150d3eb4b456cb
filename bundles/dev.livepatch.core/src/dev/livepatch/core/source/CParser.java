package dev.livepatch.core.source;

import java.util.ArrayList;
import java.util.List;

import org.treesitter.TSParser;
import org.treesitter.TreeSitterC;

/**
 * Reads a C text again and again as it is edited. Nothing is preprocessed, so that every branch of a condition is seen, and nothing needs to be right: what is half-written costs no more
 * than the function it stands in. A text is read in pieces, each up to a brace that closes in the first column, and only those that were edited are parsed anew: the incremental parsing of
 * tree-sitter itself would parse again whatever has a macro that the grammar stumbles over, which in kernel sources is a third of the text.
 * Memory outside of the heap is held until {@link #close}. Safe for several threads, one at a time.
 */
public final class CParser implements AutoCloseable {
	/** Offsets of the parser count the bytes of the encoding: with two for each UTF-16 unit, they are those of a string, doubled. */
	static final int UNIT = 2;
	private final TSParser parser;
	private List<Piece> pieces = List.of();

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
		List<String> cut = Cuts.of(newText);
		int head = 0;
		while (head < Math.min(cut.size(), pieces.size()) && cut.get(head).equals(pieces.get(head).text())) {
			head++;
		}
		int tail = 0;
		while (tail < Math.min(cut.size(), pieces.size()) - head && cut.get(cut.size() - 1 - tail).equals(pieces.get(pieces.size() - 1 - tail).text())) {
			tail++;
		}
		List<Piece> now = new ArrayList<>(pieces.subList(0, head));
		for (String edited : cut.subList(head, cut.size() - tail)) {
			now.add(Piece.parse(parser, edited));
		}
		now.addAll(pieces.subList(pieces.size() - tail, pieces.size()));
		pieces.subList(head, pieces.size() - tail).forEach(Piece::close);
		pieces = now;
		return outline();
	}

	private Outline outline() {
		List<Element> elements = new ArrayList<>();
		int offset = 0;
		int line = 0;
		for (Piece piece : pieces) {
			for (Element element : piece.elements()) {
				elements.add(element.moved(offset, line));
			}
			offset += piece.text().length();
			line += piece.lineEnds();
		}
		return new Outline(elements);
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

	/** Shows all leaves of the last text that lie in a range, or reach into it, in order. */
	public synchronized void leaves(int from, int to, Visitor visitor) {
		int offset = 0;
		for (Piece piece : pieces) {
			int base = offset;
			offset += piece.text().length();
			if (base < to && offset > from) {
				piece.leaves(from - base, to - base, (kind, parent, start, end) -> visitor.leaf(kind, parent, base + start, base + end));
			}
		}
	}

	@Override
	public synchronized void close() {
		pieces.forEach(Piece::close);
		pieces = List.of();
		parser.close();
	}
}

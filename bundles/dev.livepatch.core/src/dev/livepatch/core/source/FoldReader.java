package dev.livepatch.core.source;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.livepatch.core.source.Fold.Kind;

/** Finds the comments and conditions of a text, which the parser of C leaves to others. */
final class FoldReader {
	private record Start(int line, Kind kind) {
	}

	private final String text;
	private final TextLines lines;
	private final Map<Start, Fold> folds = new TreeMap<>(Comparator.comparingInt(Start::line).thenComparing(Start::kind));
	/** Lines that the conditions' branches begin in, the innermost first. */
	private final Deque<Integer> branches = new ArrayDeque<>();

	FoldReader(String text) {
		this.text = text;
		this.lines = new TextLines(text);
	}

	Optional<List<Fold>> read(Outline outline) {
		for (Element element : outline.elements()) {
			int first = element instanceof Element.Function function ? function.nameExtent().firstLine() : element.extent().firstLine();
			add(Kind.ELEMENT, first, element.extent().lastLine());
		}
		return commentsAndConditions() ? Optional.of(List.copyOf(folds.values())) : Optional.empty();
	}

	/** @return whether all comments end */
	private boolean commentsAndConditions() {
		boolean lineStart = true;
		int at = 0;
		while (at < text.length()) {
			char c = text.charAt(at);
			if (text.startsWith("/*", at)) {
				int end = text.indexOf("*/", at + 2);
				if (end < 0) {
					return false;
				}
				boolean codeBehind = !text.substring(end + 2, lineEnd(end)).isBlank();
				add(Kind.COMMENT, line(at), line(end) - (codeBehind ? 1 : 0));
				at = end + 2;
			} else if (text.startsWith("//", at)) {
				at = lineEnd(at);
			} else {
				if (c == '#' && lineStart) {
					directive(at);
				}
				lineStart = c == '\n' || lineStart && Character.isWhitespace(c);
				at = c == '"' || c == '\'' ? Token.literal(text, at, text.length()) : at + 1;
			}
		}
		return true;
	}

	private void directive(int at) {
		String said = text.substring(at + 1, lineEnd(at)).strip();
		int line = line(at);
		if (said.startsWith("if")) {
			branches.push(line);
		} else if (!branches.isEmpty() && (said.startsWith("el") || said.startsWith("endif"))) {
			add(Kind.CONDITION, branches.pop(), line - 1);
			if (said.startsWith("el")) {
				branches.push(line);
			}
		}
	}

	private void add(Kind kind, int first, int last) {
		if (last > first) {
			folds.putIfAbsent(new Start(first, kind), new Fold(kind, first, last));
		}
	}

	private int lineEnd(int at) {
		int end = text.indexOf('\n', at);
		return end < 0 ? text.length() : end;
	}

	private int line(int offset) {
		return lines.line(offset) + 1;
	}
}

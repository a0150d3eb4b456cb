package dev.livepatch.ide.ui.patch;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Lines as a table in Markdown, for instance for a review mail. */
final class MarkdownTable {

	private MarkdownTable() {
	}

	/** @param rows each of as many cells as there are titles */
	static String of(List<String> titles, List<List<String>> rows) {
		return line(titles) + line(Collections.nCopies(titles.size(), "---")) + rows.stream().map(MarkdownTable::line).collect(Collectors.joining());
	}

	private static String line(List<String> cells) {
		return cells.stream().map(MarkdownTable::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
	}

	/** A cell is one line, and what Markdown would read as more than letters is escaped. */
	private static String cell(String text) {
		return text.replaceAll("[\\\\`*_<>|\\[\\]~#]", "\\\\$0").replaceAll("\\R", "<br>");
	}
}

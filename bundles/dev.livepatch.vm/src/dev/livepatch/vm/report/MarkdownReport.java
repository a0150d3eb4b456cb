package dev.livepatch.vm.report;

import java.util.List;

/** GitHub's Markdown ({@code https://github.github.com/gfm/}), for a mail or a review. */
final class MarkdownReport {
	private MarkdownReport() {
	}

	static String write(RunRecord run) {
		StringBuilder out = new StringBuilder();
		for (Block block : RunDocument.of(run)) {
			switch (block) {
				case Block.Heading heading -> out.append("#".repeat(heading.level())).append(' ').append(escape(heading.text())).append("\n\n");
				case Block.Paragraph paragraph -> out.append(escape(paragraph.text())).append("\n\n");
				case Block.Table table -> table(table, out);
				// indented: whatever stands in it, nothing in it ends it
				case Block.Verbatim verbatim -> {
					verbatim.text().lines().forEach(line -> out.append("    ").append(line).append('\n'));
					out.append('\n');
				}
				case Block.Timeline timeline -> {
					// its table says what matters; a drawing is for the other report
				}
			}
		}
		return Printable.text(out.toString());
	}

	private static void table(Block.Table table, StringBuilder out) {
		row(table.header(), out);
		out.append("|---".repeat(table.header().size())).append("|\n");
		table.rows().forEach(cells -> row(cells, out));
		out.append('\n');
	}

	private static void row(List<String> cells, StringBuilder out) {
		cells.forEach(cell -> out.append("| ").append(escape(cell)).append(' '));
		out.append("|\n");
	}

	/** Names of functions and tasks hold underscores, brackets and angles. */
	private static String escape(String text) {
		return text.replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1").replace('\n', ' ');
	}
}

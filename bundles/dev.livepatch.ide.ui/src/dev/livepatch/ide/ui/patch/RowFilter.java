package dev.livepatch.ide.ui.patch;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which lines of a patch the author wants to see: those with a text in them, in one above or in one below, and of some kinds; and those above them.
 *
 * @param text  whatever its case; empty for any
 * @param kinds empty for all
 */
record RowFilter(String text, Set<Row.Kind> kinds) {
	static final RowFilter NONE = new RowFilter("", Set.of());

	RowFilter {
		text = text.strip().toLowerCase(Locale.ROOT);
		kinds = Set.copyOf(kinds);
	}

	/** Whether it lets everything through. */
	boolean isNone() {
		return text.isEmpty() && kinds.isEmpty();
	}

	/** The lines among these, and below, that it lets through. */
	Set<Row> of(List<Row> rows) {
		Set<Row> shown = new HashSet<>();
		rows.forEach(row -> collect(row, text.isEmpty(), shown));
		return shown;
	}

	/** @param above whether a line above has the text */
	private boolean collect(Row row, boolean above, Set<Row> shown) {
		boolean has = above || row.copied().toLowerCase(Locale.ROOT).contains(text);
		boolean any = has && (kinds.isEmpty() || kinds.contains(row.kind()));
		for (Row child : row.children()) {
			any |= collect(child, has, shown);
		}
		if (any) {
			shown.add(row);
		}
		return any;
	}
}

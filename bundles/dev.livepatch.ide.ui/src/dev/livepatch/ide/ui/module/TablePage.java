package dev.livepatch.ide.ui.module;

import java.util.List;

/**
 * A table of the editor.
 *
 * @param columns titles; one that begins with {@code #} is of numbers, and shown without that sign
 * @param rows    as many cells in each as there are columns
 */
record TablePage(String title, List<String> columns, List<List<String>> rows) {
	TablePage {
		columns = List.copyOf(columns);
		rows = List.copyOf(rows);
	}

	boolean numbers(int column) {
		return columns.get(column).startsWith("#");
	}

	String column(int column) {
		return numbers(column) ? columns.get(column).substring(1) : columns.get(column);
	}
}

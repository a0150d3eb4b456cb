package dev.livepatch.ide.ui.patch;

import java.util.List;

import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.ide.ui.Icons;

/**
 * One line of the tree; equal to the line that a later check gives the same thing, whatever it says then.
 *
 * @param key    path of the thing in the tree
 * @param status in words
 * @param reason may be empty
 * @param place  without a file if there is none to go to
 * @param symbol of the function that the line is about; or empty
 * @param object that the symbol is in; or empty
 * @param kind   what the filters ask for
 */
record Row(String key, String name, String status, String reason, SourcePlace place, Icons icon, String symbol, String object, Kind kind, List<Row> children) {
	static final SourcePlace NOWHERE = new SourcePlace("", 0);

	enum Kind {
		GROUP, EDITED, REFUSED, OTHER
	}

	Row {
		children = List.copyOf(children);
	}

	/** As the place column has it. */
	String at() {
		return place.line() > 0 ? place.file() + ":" + place.line() : place.file();
	}

	/** Its columns with tabs between. */
	String copied() {
		return String.join("\t", name, status, reason, at());
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Row row && row.key.equals(key);
	}

	@Override
	public int hashCode() {
		return key.hashCode();
	}
}

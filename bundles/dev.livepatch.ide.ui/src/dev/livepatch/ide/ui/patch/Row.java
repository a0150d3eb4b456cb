package dev.livepatch.ide.ui.patch;

import java.util.List;

import org.eclipse.core.resources.IProject;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.ide.ui.Icons;

/**
 * One line of the tree; equal to the line that a later check gives the same thing, whatever it says then.
 *
 * @param key    path of the thing in the tree
 * @param status in words
 * @param reason may be empty
 * @param place  without a file if there is none to go to
 * @param kind   what the filters ask for
 */
record Row(String key, String name, String status, String reason, SourcePlace place, Icons icon, Kind kind, About about, List<Row> children) {
	static final SourcePlace NOWHERE = new SourcePlace("", 0);

	enum Kind {
		GROUP, EDITED, REFUSED, OTHER
	}

	/**
	 * What the line is about.
	 *
	 * @param symbol   of a function whose code can be compared; or empty
	 * @param object   that the symbol is in; or empty
	 * @param findings told by this line or those right below it
	 */
	record About(IProject project, String symbol, String object, List<Finding> findings) {
		About {
			findings = List.copyOf(findings);
		}
	}

	Row {
		children = List.copyOf(children);
	}

	/** As the place column has it. */
	String at() {
		return place.line() > 0 ? place.file() + ":" + place.line() : place.file();
	}

	List<String> columns() {
		return List.of(name, status, reason, at());
	}

	/** Its columns with tabs between. */
	String copied() {
		return String.join("\t", columns());
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

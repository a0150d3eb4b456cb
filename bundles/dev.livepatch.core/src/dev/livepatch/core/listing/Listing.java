package dev.livepatch.core.listing;

import java.util.List;

/**
 * The code of one version of a function.
 *
 * @param function its symbol
 * @param lines    empty if this version of the object does not have it
 */
public record Listing(String function, List<Line> lines) {
	public Listing {
		lines = List.copyOf(lines);
	}

	/** The instructions alone. */
	public List<Line.Code> code() {
		return lines.stream().filter(Line.Code.class::isInstance).map(Line.Code.class::cast).toList();
	}
}

package dev.livepatch.core.object;

import java.util.List;

/** The stretches of code that belong together: a function and its {@code .cold} part, an inlined function spread by the scheduler. Immutable. */
final class CodeRanges {
	static final CodeRanges NONE = new CodeRanges(List.of());
	private final List<CodeRange> asListed;
	private final List<CodeRange> sorted;

	CodeRanges(List<CodeRange> ranges) {
		asListed = List.copyOf(ranges);
		sorted = asListed.stream().sorted().toList();
	}

	boolean isEmpty() {
		return asListed.isEmpty();
	}

	/** In the order of the debug information, which begins with the main part. */
	List<CodeRange> asListed() {
		return asListed;
	}

	boolean contains(CodePlace place) {
		int from = 0;
		int to = sorted.size();
		while (from < to) {
			int middle = from + to >>> 1;
			CodeRange range = sorted.get(middle);
			if (range.contains(place)) {
				return true;
			}
			if (range.compareTo(new CodeRange(place.section(), place.offset(), place.offset())) <= 0) {
				from = middle + 1;
			} else {
				to = middle;
			}
		}
		return false;
	}
}

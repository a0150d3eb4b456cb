package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds what covers a place in code. Built by one thread, then read by any. */
final class IntervalIndex<T> {

	private record Interval<T>(CodeRange range, T value) {
	}

	private final List<Interval<T>> intervals = new ArrayList<>();
	/** The greatest end of all intervals of the same section up to this one: tells when to stop looking. */
	private long[] reach;

	void add(CodeRange range, T value) {
		intervals.add(new Interval<>(range, value));
	}

	IntervalIndex<T> build() {
		intervals.sort((a, b) -> a.range().compareTo(b.range()));
		reach = new long[intervals.size()];
		for (int i = 0; i < reach.length; i++) {
			CodeRange range = intervals.get(i).range();
			boolean continues = i > 0 && intervals.get(i - 1).range().section() == range.section();
			reach[i] = continues ? Math.max(reach[i - 1], range.high()) : range.high();
		}
		return this;
	}

	/** Those that cover the place, the one that begins last first. */
	List<T> at(CodePlace place) {
		int at = Collections.binarySearch(intervals, new Interval<>(new CodeRange(place.section(), place.offset(), place.offset()), null),
				(a, b) -> a.range().compareTo(b.range()) <= 0 ? -1 : 1);
		List<T> found = new ArrayList<>(1);
		for (int i = -at - 2; i >= 0 && intervals.get(i).range().section() == place.section() && reach[i] > place.offset(); i--) {
			if (intervals.get(i).range().contains(place)) {
				found.add(intervals.get(i).value());
			}
		}
		return found;
	}
}

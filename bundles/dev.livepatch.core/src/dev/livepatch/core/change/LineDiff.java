package dev.livepatch.core.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;

import dev.livepatch.core.change.LineMap.Hunk;

/**
 * Where two lists of lines differ. Myers' algorithm takes time with the square of what differs, ten seconds for a large file whose every
 * line end was changed; so long stretches are first cut at lines that both sides have exactly once ("patience diff"), and what is then
 * still long is taken as changed altogether.
 */
final class LineDiff {
	/** Lines of both sides together that Myers' algorithm is given at once. */
	private static final int LONG = 2000;
	private final List<String> before;
	private final List<String> after;
	private final List<Hunk> hunks = new ArrayList<>();

	private LineDiff(List<String> before, List<String> after) {
		this.before = before;
		this.after = after;
	}

	static List<Hunk> hunks(List<String> before, List<String> after) {
		LineDiff diff = new LineDiff(before, after);
		diff.compare(0, before.size(), 0, after.size());
		return diff.hunks;
	}

	private void compare(int beforeFrom, int beforeTo, int afterFrom, int afterTo) {
		int b = beforeFrom;
		int a = afterFrom;
		while (b < beforeTo && a < afterTo && before.get(b).equals(after.get(a))) {
			b++;
			a++;
		}
		int bEnd = beforeTo;
		int aEnd = afterTo;
		while (bEnd > b && aEnd > a && before.get(bEnd - 1).equals(after.get(aEnd - 1))) {
			bEnd--;
			aEnd--;
		}
		if (bEnd - b + aEnd - a <= LONG) {
			for (AbstractDelta<String> delta : DiffUtils.diff(before.subList(b, bEnd), after.subList(a, aEnd)).getDeltas()) {
				add(b + delta.getSource().getPosition(), delta.getSource().size(), a + delta.getTarget().getPosition(), delta.getTarget().size());
			}
			return;
		}
		List<int[]> anchors = anchors(b, bEnd, a, aEnd);
		if (anchors.isEmpty()) {
			add(b, bEnd - b, a, aEnd - a);
			return;
		}
		for (int[] anchor : anchors) {
			compare(b, anchor[0], a, anchor[1]);
			b = anchor[0] + 1;
			a = anchor[1] + 1;
		}
		compare(b, bEnd, a, aEnd);
	}

	private void add(int beforeFrom, int beforeCount, int afterFrom, int afterCount) {
		if (beforeCount + afterCount == 0) {
			return;
		}
		Hunk next = new Hunk(beforeFrom + 1, beforeCount, afterFrom + 1, afterCount);
		Hunk last = hunks.isEmpty() ? null : hunks.getLast();
		if (last != null && last.originalEnd() == next.originalStart() && last.patchedEnd() == next.patchedStart()) {
			hunks.set(hunks.size() - 1, new Hunk(last.originalStart(), last.originalCount() + beforeCount, last.patchedStart(), last.patchedCount() + afterCount));
		} else {
			hunks.add(next);
		}
	}

	/** Pairs of equal lines, each once on either side, ascending on both: as many as can be had. */
	private List<int[]> anchors(int b, int bEnd, int a, int aEnd) {
		Map<String, Integer> inBefore = once(before, b, bEnd);
		Map<String, Integer> inAfter = once(after, a, aEnd);
		List<int[]> pairs = new ArrayList<>();
		for (int i = b; i < bEnd; i++) {
			Integer mine = inBefore.get(before.get(i));
			Integer other = inAfter.get(before.get(i));
			if (mine != null && mine == i && other != null && other >= 0) {
				pairs.add(new int[] { i, other });
			}
		}
		return longestAscending(pairs);
	}

	/** The lines' positions, -1 for those that occur again. */
	private static Map<String, Integer> once(List<String> lines, int from, int to) {
		Map<String, Integer> positions = new HashMap<>();
		for (int i = from; i < to; i++) {
			positions.merge(lines.get(i), i, (first, second) -> -1);
		}
		return positions;
	}

	private static List<int[]> longestAscending(List<int[]> pairs) {
		int[] ends = new int[pairs.size()];
		int[] previous = new int[pairs.size()];
		int length = 0;
		for (int i = 0; i < pairs.size(); i++) {
			int value = pairs.get(i)[1];
			int low = 0;
			int high = length;
			while (low < high) {
				int middle = low + high >>> 1;
				if (pairs.get(ends[middle])[1] < value) {
					low = middle + 1;
				} else {
					high = middle;
				}
			}
			previous[i] = low == 0 ? -1 : ends[low - 1];
			ends[low] = i;
			length = Math.max(length, low + 1);
		}
		int[][] result = new int[length][];
		for (int i = length == 0 ? -1 : ends[length - 1], at = length - 1; i >= 0; i = previous[i]) {
			result[at--] = pairs.get(i);
		}
		return Arrays.asList(result);
	}
}

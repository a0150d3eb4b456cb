package dev.livepatch.core.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.change.PatchHunk;
import dev.livepatch.core.exchange.HunkState.Region;

/** Finds the lines of a file that a hunk which does not fit is most likely about. */
final class Resemblance {
	/** Lines by which the lines of one place may lie apart from where they are in the hunk. */
	private static final int SLACK = 10;
	/** Shorter lines say little: they are everywhere in C. */
	private static final int TELLING = 4;
	/** A line that is so often in a hunk tells no place either. */
	private static final int MANY = 20;
	private final List<String> lines;
	private final PatchHunk hunk;
	private final int expected;

	private Resemblance(List<String> lines, PatchHunk hunk, int expected) {
		this.lines = lines;
		this.hunk = hunk;
		this.expected = Math.min(expected, lines.size());
	}

	/** @param expected index of the line at which the hunk would begin if all were well */
	static Region nearest(List<String> lines, PatchHunk hunk, int expected) {
		return new Resemblance(lines, hunk, expected).region();
	}

	private Region region() {
		int begin = begin();
		if (begin == Integer.MIN_VALUE) {
			return new Region(expected, 0, hunk.before(), hunk.after(), false);
		}
		int from = Math.max(0, begin - SLACK);
		int to = Math.min(lines.size(), Math.max(from, begin + hunk.before().size() + SLACK));
		int[] pairs = pairs(lines.subList(from, to));
		int first = 0;
		while (pairs[first] < 0) {
			first++;
		}
		int last = pairs.length - 1;
		while (pairs[last] < 0) {
			last--;
		}
		// context that is not there is left out on both sides; changed lines that are not there face as many of the file's
		int head = Math.min(first, hunk.prefix());
		int tail = Math.min(pairs.length - 1 - last, hunk.suffix());
		int start = Math.max(0, from + pairs[first] - (first - head));
		int end = Math.min(lines.size(), from + pairs[last] + 1 + (pairs.length - 1 - last - tail));
		return new Region(start, end - start, hunk.before().subList(head, pairs.length - tail), hunk.after().subList(head, hunk.after().size() - tail), false);
	}

	/** Each telling line votes for where the hunk would begin; the nearest place of most votes wins. {@link Integer#MIN_VALUE} if none is told. */
	private int begin() {
		Map<String, List<Integer>> wanted = new HashMap<>();
		for (int i = 0; i < hunk.before().size(); i++) {
			String line = plain(hunk.before().get(i));
			if (line.length() >= TELLING) {
				wanted.computeIfAbsent(line, l -> new ArrayList<>()).add(i);
			}
		}
		wanted.values().removeIf(places -> places.size() > MANY);
		Map<Integer, Integer> votes = new HashMap<>();
		for (int j = 0; j < lines.size(); j++) {
			for (int i : wanted.getOrDefault(plain(lines.get(j)), List.of())) {
				votes.merge(j - i, 1, Integer::sum);
			}
		}
		int best = Integer.MIN_VALUE;
		int most = 0;
		for (int begin : votes.keySet()) {
			int sum = 0;
			for (int near = begin - SLACK; near <= begin + SLACK; near++) {
				sum += votes.getOrDefault(near, 0) * (near == begin ? 2 : 1);
			}
			int distance = Math.abs(begin - expected);
			int bestDistance = Math.abs((long) best - expected) > Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.abs(best - expected);
			if (sum > most || sum == most && (distance < bestDistance || distance == bestDistance && begin < best)) {
				best = begin;
				most = sum;
			}
		}
		return best;
	}

	/** For each line of the hunk's old side its index in the window, -1 where it is not there; at least one is. */
	private int[] pairs(List<String> window) {
		List<String> old = hunk.before().stream().map(Resemblance::plain).toList();
		List<String> present = window.stream().map(Resemblance::plain).toList();
		List<LineMap.Hunk> differences = LineMap.between(String.join("\n", old) + "\n", String.join("\n", present) + "\n").hunks();
		int[] pairs = new int[old.size()];
		int shift = 0;
		int at = 0;
		for (LineMap.Hunk difference : differences) {
			for (; at < difference.originalStart() - 1; at++) {
				pairs[at] = at + shift;
			}
			for (; at < difference.originalEnd() - 1; at++) {
				pairs[at] = -1;
			}
			shift = difference.patchedEnd() - difference.originalEnd();
		}
		for (; at < pairs.length; at++) {
			pairs[at] = at + shift;
		}
		for (int pair : pairs) {
			if (pair >= 0) {
				return pairs;
			}
		}
		// the line that voted is there, if in another order
		for (int i = 0; i < pairs.length; i++) {
			pairs[i] = old.get(i).length() < TELLING ? -1 : present.indexOf(old.get(i));
			if (pairs[i] >= 0) {
				return pairs;
			}
		}
		throw new IllegalStateException("no line of the hunk is near the place that its lines voted for");
	}

	/** White space is what changes first. */
	private static String plain(String line) {
		return line.replaceAll("\\s+", " ").strip();
	}
}

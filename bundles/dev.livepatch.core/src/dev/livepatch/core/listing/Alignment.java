package dev.livepatch.core.listing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.livepatch.core.change.LineMap;

/**
 * Which instructions of two versions of a function stand for each other: those that do the same, but for where they jump to.
 *
 * @param ofOriginal by index of an instruction of the original, the index of the patched version's; negative for none
 * @param ofPatched  the other way round
 */
record Alignment(int[] ofOriginal, int[] ofPatched) {
	static final int NONE = -1;

	static Alignment of(List<Line.Code> original, List<Line.Code> patched) {
		Alignment alignment = new Alignment(new int[original.size()], new int[patched.size()]);
		Arrays.fill(alignment.ofOriginal, NONE);
		Arrays.fill(alignment.ofPatched, NONE);
		int before = 0;
		int after = 0;
		for (LineMap.Hunk hunk : LineMap.between(text(original), text(patched)).hunks()) {
			while (before < hunk.originalStart() - 1) {
				alignment.pair(before++, after++);
			}
			before = hunk.originalEnd() - 1;
			after = hunk.patchedEnd() - 1;
		}
		while (before < original.size()) {
			alignment.pair(before++, after++);
		}
		return alignment;
	}

	private void pair(int original, int patched) {
		ofOriginal[original] = patched;
		ofPatched[patched] = original;
	}

	/** No key has a line end in it. */
	private static String text(List<Line.Code> code) {
		return code.stream().map(c -> c.key() + '\n').collect(Collectors.joining());
	}
}

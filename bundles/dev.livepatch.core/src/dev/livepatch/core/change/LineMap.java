package dev.livepatch.core.change;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which lines of a patched file stand for which lines of the original. Lines are counted from 1.
 *
 * @param hunks where the texts differ, ascending, without context
 */
public record LineMap(List<Hunk> hunks) {

	/**
	 * A run of lines that one text has in place of the other's.
	 *
	 * @param originalStart first line replaced; if none is, the line before which the new ones stand
	 * @param originalCount lines replaced, 0 where lines were only added
	 * @param patchedStart  first new line; if there is none, the line that follows what was removed (one past the end at the end of the file)
	 * @param patchedCount  new lines, 0 where lines were only removed
	 */
	public record Hunk(int originalStart, int originalCount, int patchedStart, int patchedCount) {
		/** The line after the last one replaced. */
		public int originalEnd() {
			return originalStart + originalCount;
		}

		/** The line after the last new one. */
		public int patchedEnd() {
			return patchedStart + patchedCount;
		}
	}

	public LineMap {
		hunks = List.copyOf(hunks);
	}

	/** Compares two texts line by line; line ends count. */
	public static LineMap between(String original, String patched) {
		return new LineMap(LineDiff.hunks(Lines.of(original), Lines.of(patched)));
	}

	/** The difference that a line is part of, or that removed lines right beside it; the one that follows the line if there are two such. */
	public Optional<Hunk> hunkAt(int patchedLine) {
		return hunks.stream().filter(h -> patchedLine >= h.patchedStart() && patchedLine < h.patchedEnd()).findFirst()
				.or(() -> hunks.stream().filter(h -> h.patchedCount() == 0 && (h.patchedStart() == patchedLine || h.patchedStart() - 1 == patchedLine))
						.reduce((first, second) -> second));
	}

	/** Whether the line is new or was changed. */
	public boolean isChangedLine(int patchedLine) {
		return hunks.stream().anyMatch(h -> patchedLine >= h.patchedStart() && patchedLine < h.patchedEnd());
	}

	/** The first line in the range (both ends included) that was changed, or beside which lines were removed. */
	public OptionalInt nearestChangeIn(int fromPatchedLine, int toPatchedLine) {
		for (Hunk hunk : hunks) {
			int last = Math.max(hunk.patchedStart(), hunk.patchedEnd() - 1);
			if (hunk.patchedStart() <= toPatchedLine && last >= fromPatchedLine) {
				return OptionalInt.of(Math.max(fromPatchedLine, hunk.patchedStart()));
			}
			if (hunk.patchedCount() == 0 && hunk.patchedStart() - 1 == toPatchedLine && toPatchedLine >= fromPatchedLine) {
				return OptionalInt.of(toPatchedLine);
			}
		}
		return OptionalInt.empty();
	}

	/** The original's line for one of the patched text; for a new line the nearest one of those it replaced or was put behind. */
	public int toOriginal(int patchedLine) {
		int shift = 0;
		for (Hunk hunk : hunks) {
			if (patchedLine < hunk.patchedStart()) {
				break;
			}
			if (patchedLine < hunk.patchedEnd()) {
				return within(patchedLine - hunk.patchedStart(), hunk.originalStart(), hunk.originalCount());
			}
			shift = hunk.originalEnd() - hunk.patchedEnd();
		}
		return patchedLine + shift;
	}

	/** The patched text's line for one of the original; for a removed line the nearest one of those that replaced it or stand before it. */
	public int toPatched(int originalLine) {
		int shift = 0;
		for (Hunk hunk : hunks) {
			if (originalLine < hunk.originalStart()) {
				break;
			}
			if (originalLine < hunk.originalEnd()) {
				return within(originalLine - hunk.originalStart(), hunk.patchedStart(), hunk.patchedCount());
			}
			shift = hunk.patchedEnd() - hunk.originalEnd();
		}
		return originalLine + shift;
	}

	private static int within(int offset, int start, int count) {
		return Math.max(1, count == 0 ? start - 1 : start + Math.min(offset, count - 1));
	}
}

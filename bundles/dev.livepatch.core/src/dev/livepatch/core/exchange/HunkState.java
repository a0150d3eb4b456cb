package dev.livepatch.core.exchange;

import java.util.List;

import dev.livepatch.core.change.LineMap;

/** Where a hunk stands on its way into a kernel that it may not have been made for. */
public sealed interface HunkState {

	/** Whether the author has to say what becomes of it before anything is imported. */
	default boolean open() {
		return this instanceof Conflict || this instanceof Refused;
	}

	/**
	 * It fits, exactly or with something to note.
	 *
	 * @param line  of the patched file, from 1
	 * @param moved lines further down (negative: up) than the patch says
	 * @param fuzz  lines of outer context that differ, 0 to 2
	 * @param note  what had to be assumed; empty where nothing had
	 */
	record Applied(int line, int moved, int fuzz, String note) implements HunkState {
	}

	/** It does not fit by its context, but git could merge it from the text that it was made from. */
	record Merged() implements HunkState {
	}

	/** The kernel has the lines that it would leave. */
	record Present() implements HunkState {
	}

	/** It does not fit. */
	record Conflict(String reason, Region region) implements HunkState {
	}

	/** Nothing can be done with its file; it can only be dropped, or applied to another file. */
	record Refused(String reason, boolean missing) implements HunkState {
	}

	/** It did not fit, and the author has put into the file what it is about. */
	record Resolved(Region region) implements HunkState {
	}

	/** The author does not want it. */
	record Dropped() implements HunkState {
	}

	/**
	 * The lines of a file that a hunk is about.
	 *
	 * @param start  index, from 0, of the first line
	 * @param count  how many lines; 0 where nothing like them was found
	 * @param before what stands there in the text that the patch was made from
	 * @param after  what the patch wants there
	 * @param merged whether {@code before} and {@code after} come from git's three-way merge, and not from the patch's lines
	 */
	record Region(int start, int count, List<String> before, List<String> after, boolean merged) {

		public Region {
			before = List.copyOf(before);
			after = List.copyOf(after);
		}

		/** The same lines in a text that was changed meanwhile. */
		public Region moved(LineMap map, int lines) {
			int first = Math.min(lines, map.toPatched(start + 1) - 1);
			int end = count == 0 ? first : Math.min(lines, map.toPatched(start + count));
			return new Region(first, Math.max(0, end - first), before, after, merged);
		}
	}
}

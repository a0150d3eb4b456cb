package dev.livepatch.core.change;

/** What became of one hunk when a patch was applied to a file. */
public sealed interface HunkOutcome {

	PatchHunk hunk();

	/**
	 * The hunk is in.
	 *
	 * @param line  of the text after all hunks, from 1: the first after the hunk's leading context
	 * @param moved lines further down (negative: up) than its header says
	 * @param fuzz  lines of outer context left out, 0 to 2
	 * @param note  what had to be assumed; empty where the hunk stands as its header says
	 */
	record Applied(PatchHunk hunk, int line, int moved, int fuzz, String note) implements HunkOutcome {
	}

	/** The file has the lines that the hunk would leave; nothing was changed. */
	record Present(PatchHunk hunk) implements HunkOutcome {
	}

	/**
	 * The hunk has no place, or more than one; nothing was changed.
	 *
	 * @param expected index, from 0, of the line of the text after all other hunks at which the hunk would begin
	 */
	record Misfit(PatchHunk hunk, int expected, String reason) implements HunkOutcome {
	}
}

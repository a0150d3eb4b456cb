package dev.livepatch.core.change;

import java.util.List;

/**
 * One hunk of a unified diff.
 *
 * @param line     where its header stands in the patch file, from 1
 * @param oldStart as in the header: from 1, or the line before where {@code before} is empty
 * @param newStart as in the header
 * @param before   lines that must be there, with their line ends
 * @param after    lines that come in their place
 * @param prefix   how many lines of context it begins with
 * @param suffix   how many lines of context it ends with
 */
public record PatchHunk(int line, int oldStart, int newStart, List<String> before, List<String> after, int prefix, int suffix) {

	public PatchHunk {
		before = List.copyOf(before);
		after = List.copyOf(after);
	}

	/** The larger amount of context on either side; less on one side means that the file begins or ends there. */
	int context() {
		return Math.max(prefix, suffix);
	}

	/** Index of its first line in a file that is as the author of the patch saw it. */
	int oldIndex() {
		return before.isEmpty() ? oldStart : Math.max(0, oldStart - 1);
	}

	/** Index of its first line in the file as the author left it. */
	int newIndex() {
		return after.isEmpty() ? newStart : Math.max(0, newStart - 1);
	}

	/** The lines that are new; a line that is only moved counts. */
	public List<String> added() {
		return LineDiff.hunks(before, after).stream().flatMap(h -> after.subList(h.patchedStart() - 1, h.patchedEnd() - 1).stream()).toList();
	}
}

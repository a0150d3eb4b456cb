package dev.livepatch.core.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.livepatch.core.process.Cancellation;

/**
 * Applies the hunks of one file, in order, the way GNU patch does: at the line the header names, else elsewhere, else with up to two
 * lines of context left out at either end. Unlike GNU patch it does not choose among several places: a patch in the wrong function is
 * worse than none.
 */
final class HunkPlacer {
	private static final int MAX_FUZZ = 2;
	private static final int UNMISTAKABLE = 5;
	private final List<String> lines;
	private final List<String> result = new ArrayList<>();
	private final List<HunkOutcome> outcomes = new ArrayList<>();
	private int done;
	private int offset;

	/**
	 * @param text     after the hunks that fit
	 * @param outcomes one for each hunk, in order
	 */
	record Placement(String text, List<HunkOutcome> outcomes) {
	}

	/** A hunk has more than one place. */
	private static final class Ambiguous extends Exception {
		private static final long serialVersionUID = 1L;

		Ambiguous(String message) {
			super(message, null, false, false);
		}
	}

	private HunkPlacer(List<String> lines) {
		this.lines = lines;
	}

	static Placement apply(String text, List<PatchHunk> hunks, Cancellation cancellation) {
		HunkPlacer placer = new HunkPlacer(Lines.of(text));
		for (PatchHunk hunk : hunks) {
			cancellation.check();
			placer.outcomes.add(placer.place(hunk));
		}
		placer.copyTo(placer.lines.size());
		return new Placement(String.join("", placer.result), placer.outcomes);
	}

	private HunkOutcome place(PatchHunk hunk) {
		try {
			for (int fuzz = 0; fuzz <= Math.min(MAX_FUZZ, hunk.context()); fuzz++) {
				Candidate candidate = new Candidate(hunk, fuzz);
				if (fuzz > 0 && candidate.wanted.isEmpty()) {
					break;
				}
				int index = candidate.find();
				if (index >= 0) {
					return candidate.put(index);
				}
			}
		} catch (Ambiguous e) {
			return misfit(hunk, e.getMessage());
		}
		return alreadyThere(hunk) ? new HunkOutcome.Present(hunk) : misfit(hunk, mismatch(hunk));
	}

	private HunkOutcome misfit(PatchHunk hunk, String reason) {
		int expected = Math.max(0, hunk.oldIndex() + offset - done) + result.size();
		return new HunkOutcome.Misfit(hunk, expected, reason);
	}

	/** At its place, or with enough lines to be unmistakable at the only other one. */
	private boolean alreadyThere(PatchHunk hunk) {
		List<String> left = hunk.after();
		int at = hunk.newIndex();
		if (left.isEmpty()) {
			return false;
		}
		if (at + left.size() <= lines.size() && lines.subList(at, at + left.size()).equals(left)) {
			return true;
		}
		int first = left.size() < UNMISTAKABLE ? -1 : Collections.indexOfSubList(lines, left);
		return first >= 0 && first == Collections.lastIndexOfSubList(lines, left);
	}

	private String mismatch(PatchHunk hunk) {
		for (int i = 0; i < hunk.before().size(); i++) {
			int at = hunk.oldIndex() + offset + i;
			String wanted = hunk.before().get(i);
			if (at < 0 || at >= lines.size()) {
				return "the hunk does not fit: the file has " + lines.size() + " lines, the patch expects a line " + (at + 1);
			}
			if (!lines.get(at).equals(wanted)) {
				return "the hunk does not fit: line " + (at + 1) + " is '" + shown(lines.get(at)) + "', the patch expects '" + shown(wanted) + "'";
			}
		}
		return "the hunk does not fit: it overlaps the one before it, or it must stand at the begin or end of the file and does not";
	}

	private static String shown(String line) {
		String text = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line + " (without a line end)";
		return TreeFiles.printable(text.replace('\t', ' ').strip()) + (text.endsWith("\r") ? " (with a carriage return)" : "");
	}

	private void copyTo(int end) {
		result.addAll(lines.subList(done, end));
		done = end;
	}

	/** A hunk with some of its outer context left out. */
	private final class Candidate {
		private final PatchHunk hunk;
		private final int fuzz;
		private final int cutPrefix;
		private final boolean startsFile;
		private final boolean endsFile;
		private final List<String> wanted;
		private final List<String> replacement;

		Candidate(PatchHunk hunk, int fuzz) {
			this.hunk = hunk;
			this.fuzz = fuzz;
			int prefixFuzz = fuzz + hunk.prefix() - hunk.context();
			int suffixFuzz = fuzz + hunk.suffix() - hunk.context();
			this.cutPrefix = Math.max(0, prefixFuzz);
			int cutSuffix = Math.max(0, suffixFuzz);
			this.startsFile = prefixFuzz < 0;
			this.endsFile = suffixFuzz < 0;
			this.wanted = hunk.before().subList(cutPrefix, hunk.before().size() - cutSuffix);
			this.replacement = hunk.after().subList(cutPrefix, hunk.after().size() - cutSuffix);
		}

		/** Index of the only place, or -1. */
		int find() throws Ambiguous {
			int expected = hunk.oldIndex() + cutPrefix + offset;
			if (fits(expected)) {
				return expected;
			}
			if (wanted.isEmpty()) {
				return -1;
			}
			List<Integer> places = new ArrayList<>();
			for (int at = done; at + wanted.size() <= lines.size(); at++) {
				if (fits(at)) {
					places.add(at);
				}
			}
			if (places.size() > 1) {
				throw new Ambiguous("the hunk is not where its header says, and fits in " + places.size() + " places (lines "
						+ String.join(", ", places.stream().limit(5).map(p -> Integer.toString(p + 1)).toList()) + (places.size() > 5 ? ", …" : "")
						+ "); make the patch again for this kernel, or with more context");
			}
			return places.isEmpty() ? -1 : places.getFirst();
		}

		private boolean fits(int at) {
			if (at < done || at + wanted.size() > lines.size() || startsFile && at != 0 || endsFile && at + wanted.size() != lines.size()) {
				return false;
			}
			for (int i = 0; i < wanted.size(); i++) {
				if (!lines.get(at + i).equals(wanted.get(i))) {
					return false;
				}
			}
			return true;
		}

		HunkOutcome put(int index) {
			copyTo(index);
			int moved = index - hunk.oldIndex() - cutPrefix;
			int line = result.size() + hunk.prefix() - cutPrefix + 1;
			offset = moved;
			result.addAll(replacement);
			done = index + wanted.size();
			return new HunkOutcome.Applied(hunk, line, moved, fuzz, message(moved));
		}

		private String message(int moved) {
			List<String> parts = new ArrayList<>();
			if (moved != 0) {
				parts.add(Math.abs(moved) + (Math.abs(moved) == 1 ? " line" : " lines") + (moved > 0 ? " further down" : " further up") + " than the patch says");
			}
			if (fuzz > 0) {
				parts.add("with fuzz " + fuzz + " (the outermost context differs)");
			}
			if (hunk.context() == 0 && wanted.isEmpty() && !lines.isEmpty()) {
				parts.add("by its line number alone, since it has no context");
			}
			return parts.isEmpty() ? "" : "hunk applied " + String.join(", ", parts);
		}
	}
}

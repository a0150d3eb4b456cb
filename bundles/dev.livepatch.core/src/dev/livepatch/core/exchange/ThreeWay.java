package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.change.Lines;
import dev.livepatch.core.change.PatchApplier;
import dev.livepatch.core.change.PatchHunk;
import dev.livepatch.core.exchange.HunkState.Region;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolResult;

/**
 * Merges hunks that do not fit by their context, where a clone has the text that the patch was made from: git-merge-file(1). Answers are kept, so that
 * asking again costs nothing.
 */
public final class ThreeWay {
	/** No source has such lines, so that marks and text cannot be mixed up. */
	private static final int MARKER = 61;
	private final Optional<GitClone> clone;
	private final Map<String, Optional<String>> blobs = new HashMap<>();
	private final Map<Question, Merge> answers = new HashMap<>();

	/**
	 * @param text      with what could be merged, and the file's own lines where that is not possible
	 * @param conflicts where both sides changed the same lines; empty if all was merged
	 */
	record Merge(String text, Optional<Region> conflicts) {
	}

	private record Question(String ours, String base, PatchHunk hunk) {
	}

	/** @param clone of the repository that the patches come from; without one nothing is merged */
	public ThreeWay(Optional<GitClone> clone) {
		this.clone = clone;
	}

	/** Empty if the clone does not have the text, or the hunk does not fit it either. */
	Optional<Merge> merge(String ours, FilePatch file, PatchHunk hunk, Cancellation cancellation) throws IOException {
		Optional<String> base = file.oldBlob().isEmpty() || clone.isEmpty() ? Optional.empty() : blob(file.oldBlob().get(), cancellation);
		if (base.isEmpty()) {
			return Optional.empty();
		}
		Optional<String> theirs = PatchApplier.exactly(base.get(), hunk);
		if (theirs.isEmpty()) {
			return Optional.empty();
		}
		Question question = new Question(ours, base.get(), hunk);
		Merge known = answers.get(question);
		if (known == null) {
			known = merge(ours, base.get(), theirs.get(), cancellation);
			answers.put(question, known);
		}
		return Optional.of(known);
	}

	private Optional<String> blob(String id, Cancellation cancellation) throws IOException {
		Optional<String> known = blobs.get(id);
		if (known == null) {
			known = clone.orElseThrow().blob(id, cancellation);
			blobs.put(id, known);
		}
		return known;
	}

	private static Merge merge(String ours, String base, String theirs, Cancellation cancellation) throws IOException {
		try (Scratch scratch = new Scratch()) {
			Path out = scratch.file("out");
			Git git = new Git(scratch.directory(), cancellation);
			ToolResult result = git.into(out, "merge-file", "-p", "--diff3", "--marker-size=" + MARKER, write(scratch, "ours", ours), write(scratch, "base", base),
					write(scratch, "theirs", theirs));
			if (result.exitCode() > 127) {
				throw new IOException("git cannot merge: " + Git.complaint(result));
			}
			return read(Lines.of(Files.readString(out, StandardCharsets.ISO_8859_1)));
		}
	}

	private static String write(Scratch scratch, String name, String text) throws IOException {
		return Files.writeString(scratch.file(name), text, StandardCharsets.ISO_8859_1).toString();
	}

	private enum Side {
		ALL, OURS, BASE, THEIRS
	}

	private static Merge read(List<String> merged) {
		List<String> ours = new ArrayList<>();
		List<String> base = new ArrayList<>();
		List<String> theirs = new ArrayList<>();
		int[] start = null;
		int[] end = null;
		Side side = Side.ALL;
		for (String line : merged) {
			Side next = mark(line);
			if (next != null) {
				if (next == Side.OURS && start == null) {
					start = new int[] { ours.size(), base.size(), theirs.size() };
				}
				if (next == Side.ALL) {
					end = new int[] { ours.size(), base.size(), theirs.size() };
				}
				side = next;
				continue;
			}
			if (side == Side.ALL || side == Side.OURS) {
				ours.add(line);
			}
			if (side == Side.ALL || side == Side.BASE) {
				base.add(line);
			}
			if (side == Side.ALL || side == Side.THEIRS) {
				theirs.add(line);
			}
		}
		Optional<Region> conflicts = start == null || end == null ? Optional.empty()
				: Optional.of(new Region(start[0], end[0] - start[0], base.subList(start[1], end[1]), theirs.subList(start[2], end[2]), true));
		return new Merge(String.join("", ours), conflicts);
	}

	/** The side that begins with a mark; null for a line that is none. */
	private static Side mark(String line) {
		if (line.length() < MARKER || line.chars().limit(MARKER).distinct().count() != 1 || line.length() > MARKER && line.charAt(MARKER) != ' ' && line.charAt(MARKER) != '\n') {
			return null;
		}
		return switch (line.charAt(0)) {
			case '<' -> Side.OURS;
			case '|' -> Side.BASE;
			case '=' -> Side.THEIRS;
			case '>' -> Side.ALL;
			default -> null;
		};
	}
}

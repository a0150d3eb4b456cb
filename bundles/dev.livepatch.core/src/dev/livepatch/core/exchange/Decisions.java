package dev.livepatch.core.exchange;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the author has said about files and hunks of a series that do not fit as they are. Immutable. */
public record Decisions(Map<FileKey, Decision> files) {
	public static final Decisions NONE = new Decisions(Map.of());

	/**
	 * A file's part of a patch.
	 *
	 * @param patch index in the series
	 * @param file  index in the patch
	 */
	public record FileKey(int patch, int file) {
	}

	/**
	 * @param left     the whole part is left out
	 * @param dropped  indices of the hunks that are left out
	 * @param resolved indices of the hunks that the author has put into the text
	 * @param text     the file as the author has edited it
	 * @param target   the file of this kernel that is meant instead of the one that the patch names
	 */
	public record Decision(boolean left, Set<Integer> dropped, Set<Integer> resolved, Optional<String> text, Optional<String> target) {
		static final Decision NONE = new Decision(false, Set.of(), Set.of(), Optional.empty(), Optional.empty());

		public Decision {
			dropped = Set.copyOf(dropped);
			resolved = Set.copyOf(resolved);
		}
	}

	public Decisions {
		files = Map.copyOf(files);
	}

	public Decision of(FileKey key) {
		return files.getOrDefault(key, Decision.NONE);
	}

	/** Leaves the whole part out. What later patches of the series had edited in the file is forgotten. */
	public Decisions leave(FileResult file) {
		return with(file, new Decision(true, Set.of(), Set.of(), Optional.empty(), Optional.empty()));
	}

	/** Leaves a hunk out. If it was in the text, what the author had edited is forgotten. */
	public Decisions drop(FileResult file, int hunk) {
		Decision now = of(file.key());
		boolean apart = file.hunks().get(hunk).state() instanceof HunkState.Conflict conflict && !conflict.region().merged();
		Set<Integer> resolved = apart ? without(now.resolved(), hunk) : Set.of();
		return with(file, new Decision(false, and(now.dropped(), hunk), resolved, apart ? now.text() : Optional.empty(), now.target()));
	}

	/** Says that the text now has what the hunk is about. */
	public Decisions resolve(FileResult file, int hunk, String text) {
		Decision now = of(file.key());
		return with(file, new Decision(false, without(now.dropped(), hunk), and(now.resolved(), hunk), Optional.of(text), now.target()));
	}

	/** Keeps what the author has edited so far. */
	public Decisions edit(FileResult file, String text) {
		Decision now = of(file.key());
		return with(file, new Decision(false, now.dropped(), now.resolved(), Optional.of(text), now.target()));
	}

	/** Applies the part to another file. */
	public Decisions redirect(FileResult file, String path) {
		return with(file, new Decision(false, Set.of(), Set.of(), Optional.empty(), Optional.of(path)));
	}

	/** Takes back all that was said about a file's part. */
	public Decisions reset(FileResult file) {
		return with(file, Decision.NONE);
	}

	/** What later patches do to the file was decided on another text. */
	private Decisions with(FileResult file, Decision decision) {
		Map<FileKey, Decision> next = new HashMap<>(files);
		file.later().forEach(next::remove);
		next.put(file.key(), decision);
		return new Decisions(next);
	}

	private static Set<Integer> and(Set<Integer> set, int one) {
		Set<Integer> result = new HashSet<>(set);
		result.add(one);
		return result;
	}

	private static Set<Integer> without(Set<Integer> set, int one) {
		Set<Integer> result = new HashSet<>(set);
		result.remove(one);
		return result;
	}
}

package dev.livepatch.core.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.change.Lines;
import dev.livepatch.core.exchange.Decisions.FileKey;
import dev.livepatch.core.exchange.HunkState.Region;

/**
 * What one patch does to one file of the kernel.
 *
 * @param path       of the file afterwards
 * @param from       where it was before: another path for a moved or copied file
 * @param before     its text before; empty if there was no such file
 * @param text       its text as it would be imported; empty if there is no such file
 * @param refusal    why the patch can do nothing with the file
 * @param hunks      in the patch's order
 * @param candidates files of the kernel that may be meant where the one that the patch names is missing
 * @param later      parts of later patches that change the same file
 */
public record FileResult(FileKey key, FilePatch patch, String path, String from, Optional<String> before, Optional<String> text, Optional<HunkState> refusal,
		List<HunkResult> hunks, List<String> candidates, List<FileKey> later) {

	/** Whether the author has to decide something here. */
	public boolean open() {
		return refusal.filter(HunkState::open).isPresent() || hunks.stream().anyMatch(h -> h.state().open());
	}

	/** The three texts to compare for a hunk: what the patch was made from, the file as it is, what the patch wants; the same but for the hunk's place. */
	public record Sides(String ancestor, String present, String wanted) {
	}

	/** @param edited the file as the author sees it now, edited since {@link #text} or not */
	public Sides sides(String edited, Region region) {
		List<String> lines = Lines.of(edited);
		return sides(lines, edited, region.moved(LineMap.between(text.orElse(""), edited), lines.size()));
	}

	private static Sides sides(List<String> lines, String present, Region region) {
		return new Sides(replaced(lines, region, region.before()), present, replaced(lines, region, region.after()));
	}

	private static String replaced(List<String> lines, Region region, List<String> by) {
		List<String> result = new ArrayList<>(lines.subList(0, region.start()));
		result.addAll(by);
		result.addAll(lines.subList(region.start() + region.count(), lines.size()));
		return String.join("", result);
	}

	/** What it changes; empty if it leaves everything as it is. */
	Optional<FileChange> change() {
		if (before.equals(text) && from.equals(path)) {
			return Optional.empty();
		}
		if (before.isEmpty()) {
			return text.map(t -> new FileChange.Added(path, t));
		}
		if (text.isEmpty()) {
			return Optional.of(new FileChange.Deleted(path, before.get()));
		}
		return Optional.of(from.equals(path) ? new FileChange.Modified(path, before.get(), text.get())
				: patch.kind() == FilePatch.Kind.COPY ? new FileChange.Added(path, text.get()) : new FileChange.Renamed(path, from, before.get(), text.get()));
	}
}

package dev.livepatch.core.exchange;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;

/** What one patch of a series does to the kernel, the patches before it applied. */
public record PatchResult(SeriesPatch patch, List<FileResult> files) {

	public PatchResult {
		files = List.copyOf(files);
	}

	public boolean open() {
		return files.stream().anyMatch(FileResult::open);
	}

	/** As a change of its own, to be written as a patch on top of those before it. */
	public ChangeSet change(String name) {
		List<FileChange> changes = files.stream().map(FileResult::change).map(c -> c.orElse(null)).filter(Objects::nonNull).toList();
		return new ChangeSet(name, changes, List.of());
	}

	/** What was done so that it fits, in one line for the patch's description; empty if it fitted as it is. */
	public Optional<String> backportNote(String release) {
		List<String> resolved = files.stream().filter(f -> f.hunks().stream().anyMatch(h -> h.state() instanceof HunkState.Resolved)).map(FileResult::path).toList();
		List<String> dropped = files.stream().filter(f -> f.refusal().filter(HunkState.Dropped.class::isInstance).isPresent()
				|| f.hunks().stream().anyMatch(h -> h.state() instanceof HunkState.Dropped)).map(FileResult::path).toList();
		if (resolved.isEmpty() && dropped.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of("[ backport to " + release + ":" + (resolved.isEmpty() ? "" : " conflicts resolved in " + String.join(", ", resolved))
				+ (resolved.isEmpty() || dropped.isEmpty() ? "" : ";") + (dropped.isEmpty() ? "" : " hunks left out of " + String.join(", ", dropped)) + " ]");
	}
}

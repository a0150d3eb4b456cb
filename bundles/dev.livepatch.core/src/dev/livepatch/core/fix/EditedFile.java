package dev.livepatch.core.fix;

import java.util.List;
import java.util.Optional;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LineMap;
import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.change.Lines;

/** One file of the change, as it is in the kernel and as the author has it. */
final class EditedFile {
	private final ChangeSet change;
	private final String path;
	private final CText original;
	private final CText patched;
	private final LineMap map;

	private EditedFile(ChangeSet change, String path, String original, String patched) {
		this.change = change;
		this.path = path;
		this.original = new CText(original);
		this.patched = new CText(patched);
		map = LineMap.between(original, patched);
	}

	/** A file that the kernel has and the author edits; empty for one that is new or deleted. */
	static Optional<EditedFile> of(ChangeSet change, String path) {
		Optional<FileChange> file = change.file(path);
		Optional<String> original = file.flatMap(FileChange::original);
		Optional<String> patched = file.flatMap(FileChange::patched);
		return original.isPresent() && patched.isPresent() ? Optional.of(new EditedFile(change, path, original.get(), patched.get())) : Optional.empty();
	}

	ChangeSet change() {
		return change;
	}

	String path() {
		return path;
	}

	CText original() {
		return original;
	}

	CText patched() {
		return patched;
	}

	LineMap map() {
		return map;
	}

	/** The texts of the other files of the change, as the author has them. */
	List<String> others() {
		return change.files().stream().filter(f -> !f.path().equals(path)).map(FileChange::patched).flatMap(Optional::stream).toList();
	}

	/** The kernel's lines in the place of some of the author's. */
	String reverted(List<Hunk> hunks) {
		List<String> before = Lines.of(original.text());
		List<String> after = Lines.of(patched.text());
		StringBuilder out = new StringBuilder();
		int line = 1;
		for (Hunk hunk : hunks) {
			after.subList(line - 1, hunk.patchedStart() - 1).forEach(out::append);
			before.subList(hunk.originalStart() - 1, hunk.originalEnd() - 1).forEach(out::append);
			line = hunk.patchedEnd();
		}
		after.subList(line - 1, after.size()).forEach(out::append);
		return out.toString();
	}

	/** The differences within a part of the author's text, both ends included. */
	List<Hunk> hunks(int firstLine, int lastLine) {
		return map.hunks().stream().filter(h -> h.patchedStart() <= lastLine && Math.max(h.patchedStart(), h.patchedEnd() - 1) >= firstLine).toList();
	}
}

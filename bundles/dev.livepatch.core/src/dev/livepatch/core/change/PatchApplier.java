package dev.livepatch.core.change;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.change.ChangeSet.Note;
import dev.livepatch.core.change.FileOutcome.Reason;
import dev.livepatch.core.change.HunkPlacer.Placement;
import dev.livepatch.core.process.Cancellation;

/**
 * Applies patches in order to a kernel tree, in memory, and tells for each file and hunk what became of it. What does not fit changes nothing; the
 * caller decides what that means. The tree is read and never written.
 */
public final class PatchApplier {
	private final ChangedTree tree;
	private final Cancellation cancellation;

	/** A file that the tree does not let a patch have. */
	private static final class Forbidden extends Exception {
		private static final long serialVersionUID = 1L;

		Forbidden(String message) {
			super(message, null, false, false);
		}
	}

	/**
	 * @param sourceTree the kernel's source
	 * @param present    what is changed already, as {@link LivepatchProject#change} says
	 */
	public PatchApplier(Path sourceTree, ChangeSet present, Cancellation cancellation) {
		this.tree = new ChangedTree(new TreeFiles(sourceTree));
		this.cancellation = cancellation;
		present.files().forEach(tree::add);
	}

	/** A text with a hunk where its header says; empty if it does not fit there as it is. */
	public static Optional<String> exactly(String text, PatchHunk hunk) {
		Placement placed = HunkPlacer.apply(text, List.of(hunk), Cancellation.NEVER);
		boolean exact = placed.outcomes().getFirst() instanceof HunkOutcome.Applied applied && applied.moved() == 0 && applied.fuzz() == 0;
		return exact ? Optional.of(placed.text()) : Optional.empty();
	}

	/** What differs from the kernel now. */
	public ChangeSet change(String name) {
		return tree.change(name);
	}

	/** Gives a file that was patched before another text. */
	public void write(String path, String text) {
		tree.write(path, text);
	}

	/** Applies one file's part of a patch. */
	public FileOutcome apply(FilePatch file) {
		cancellation.check();
		if (file.refusal().isPresent()) {
			return FileOutcome.refused(file, file.path(), Optional.empty(), Reason.IMPOSSIBLE, file.refusal().get());
		}
		FileOutcome outcome;
		try {
			outcome = switch (file.kind()) {
				case RENAME, COPY -> move(file);
				case EDIT -> file.oldName().isEmpty() ? create(file) : edit(file);
			};
		} catch (Forbidden e) {
			return FileOutcome.refused(file, file.path(), Optional.empty(), Reason.IMPOSSIBLE, e.getMessage());
		}
		for (HunkOutcome hunk : outcome.hunks()) {
			if (hunk instanceof HunkOutcome.Applied applied && !applied.note().isEmpty()) {
				tree.note(new Note(outcome.path(), applied.line(), applied.note()));
			}
		}
		file.remarks().forEach(remark -> tree.note(new Note(outcome.path(), 1, remark)));
		return outcome;
	}

	private FileOutcome create(FilePatch file) throws Forbidden {
		String path = file.path();
		Optional<String> present = text(path);
		Placement created = HunkPlacer.apply("", file.hunks(), cancellation);
		if (present.isPresent()) {
			return present.get().equals(created.text())
					? FileOutcome.refused(file, path, present, Reason.PRESENT,
							"the patch creates " + path + ", which the kernel has already with this very text: the patch seems to be applied already")
					: FileOutcome.refused(file, path, present, Reason.IMPOSSIBLE, "the patch creates " + path + ", but the kernel has a file of that name");
		}
		tree.write(path, created.text());
		return new FileOutcome(file, path, path, Optional.empty(), Optional.of(created.text()), Optional.empty(), created.outcomes());
	}

	private FileOutcome edit(FilePatch file) throws Forbidden {
		String path = target(file);
		Optional<String> before = text(path);
		boolean creates = before.isEmpty() && file.newName().isPresent() && file.hunks().size() == 1 && file.hunks().getFirst().before().isEmpty()
				&& file.hunks().getFirst().oldStart() == 0;
		if (before.isEmpty() && !creates) {
			return file.newName().isEmpty()
					? FileOutcome.refused(file, path, before, Reason.PRESENT, "there is no " + path + " in the kernel tree: the patch, which deletes it, seems to be applied already")
					: FileOutcome.refused(file, path, before, Reason.MISSING, "there is no " + path + " in the kernel tree" + hint(path));
		}
		Placement placed = HunkPlacer.apply(before.orElse(""), file.hunks(), cancellation);
		Optional<String> after = Optional.of(placed.text());
		if (file.newName().isPresent()) {
			tree.write(path, placed.text());
		} else if (placed.outcomes().stream().anyMatch(o -> !(o instanceof HunkOutcome.Applied))) {
			after = before;
		} else if (placed.text().isEmpty() || file.hunks().isEmpty()) {
			tree.delete(path);
			after = Optional.empty();
		} else {
			return FileOutcome.refused(file, path, before, Reason.IMPOSSIBLE, "the patch deletes " + path + ", but the kernel's file has lines that the patch does not have");
		}
		return new FileOutcome(file, path, path, before, after, Optional.empty(), placed.outcomes());
	}

	/** The file meant where the two names differ (backup copies, {@code diff} between files): the one that is there. */
	private String target(FilePatch file) throws Forbidden {
		if (file.newName().isEmpty()) {
			return file.path();
		}
		String newName = file.newName().get();
		return text(newName).isPresent() || text(file.oldName().orElseThrow()).isEmpty() ? newName : file.oldName().get();
	}

	private static String hint(String path) {
		return path.contains("/") ? "; the patch may be for another kernel version"
				: "; the names in the patch seem to lack a leading directory: make it with a/ and b/ before them, as git diff does";
	}

	private FileOutcome move(FilePatch file) throws Forbidden {
		String to = file.path();
		if (file.oldName().isEmpty() || file.newName().isEmpty()) {
			return FileOutcome.refused(file, to, Optional.empty(), Reason.IMPOSSIBLE,
					"the patch renames or copies a file, and " + (file.oldName().isEmpty() ? "creates it" : "deletes it"));
		}
		String from = file.oldName().get();
		Optional<String> before = text(from);
		if (before.isEmpty()) {
			return FileOutcome.refused(file, to, before, Reason.MISSING, "there is no " + from + " in the kernel tree to rename or copy");
		}
		if (text(to).isPresent()) {
			return FileOutcome.refused(file, to, before, Reason.IMPOSSIBLE, "the patch renames or copies " + from + " to " + to + ", but the kernel has a file of that name");
		}
		Placement placed = HunkPlacer.apply(before.get(), file.hunks(), cancellation);
		if (file.kind() == FilePatch.Kind.RENAME) {
			tree.move(from, to, placed.text());
		} else {
			tree.write(to, placed.text());
		}
		return new FileOutcome(file, to, from, before, Optional.of(placed.text()), Optional.empty(), placed.outcomes());
	}

	private Optional<String> text(String path) throws Forbidden {
		Optional<String> refusal = tree.linkRefusal(path);
		if (refusal.isPresent()) {
			throw new Forbidden(refusal.get());
		}
		try {
			return tree.text(path);
		} catch (IOException e) {
			throw new Forbidden(path + " cannot be read: " + e.getMessage());
		}
	}
}

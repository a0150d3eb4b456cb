package dev.livepatch.core.change;

import dev.livepatch.core.change.ChangeSet.Note;
import dev.livepatch.core.process.Cancellation;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads patches as a change. The kernel tree is read and never written.
 * <p>
 * Taken: unified diffs by git (with its extended headers), quilt and {@code diff -u}, in mails or alone, names with one leading
 * component ({@code -p1}). A patch with Windows line ends is taken with a note. Not taken: binary, context and combined diffs, links,
 * and names that are not inside of the tree.
 */
public final class PatchReader {
	private final Overlay overlay;
	private final Path patch;
	private final Cancellation cancellation;

	private PatchReader(Overlay overlay, Path patch, Cancellation cancellation) {
		this.overlay = overlay;
		this.patch = patch;
		this.cancellation = cancellation;
	}

	/**
	 * Applies patches in order, as one change.
	 *
	 * @param name       of the change, see {@link PatchNames}
	 * @param sourceTree the kernel's source
	 * @throws ChangeException if one cannot be read or does not apply, with the place in it
	 */
	public static ChangeSet read(String name, List<Path> patchFiles, Path sourceTree, Cancellation cancellation) throws ChangeException {
		if (!PatchNames.isValid(name)) {
			throw new ChangeException(name, 0, "this cannot be a patch's name; it has to be " + PatchNames.rule());
		}
		Overlay overlay = new Overlay(new TreeFiles(sourceTree));
		for (Path patch : patchFiles) {
			cancellation.check();
			new PatchReader(overlay, patch, cancellation).apply();
		}
		return overlay.change(name);
	}

	private void apply() throws ChangeException {
		String text;
		try {
			text = TreeFiles.text(patch);
		} catch (NoSuchFileException e) {
			throw new ChangeException(patch.toString(), 0, "there is no such patch file");
		} catch (IOException e) {
			throw new ChangeException(patch.toString(), 0, "the patch cannot be read: " + e.getMessage());
		}
		for (FilePatch file : PatchParser.parse(patch.toString(), text)) {
			cancellation.check();
			apply(file);
		}
	}

	private void apply(FilePatch file) throws ChangeException {
		String path = target(file);
		switch (file.kind()) {
			case RENAME -> move(file, true);
			case COPY -> move(file, false);
			case EDIT -> {
				if (file.oldName().isEmpty()) {
					create(file, path);
				} else {
					edit(file, path);
				}
			}
		}
		file.remarks().forEach(remark -> overlay.note(new Note(path, 1, remark)));
	}

	/** The file meant where the two names differ (backup copies, {@code diff} between files): the one that is there. */
	private String target(FilePatch file) throws ChangeException {
		if (file.kind() != FilePatch.Kind.EDIT || file.oldName().isEmpty() || file.newName().isEmpty()) {
			return file.newName().or(file::oldName).orElseThrow();
		}
		String newName = file.newName().get();
		return text(file, newName).isPresent() || text(file, file.oldName().get()).isEmpty() ? newName : file.oldName().get();
	}

	private void create(FilePatch file, String path) throws ChangeException {
		Optional<String> present = text(file, path);
		String created = hunks(file, path, "");
		if (present.isPresent()) {
			throw error(file.line(), present.get().equals(created)
					? "the patch creates " + path + ", which the kernel has already with this very text: the patch seems to be applied already"
					: "the patch creates " + path + ", but the kernel has a file of that name");
		}
		overlay.write(path, created);
	}

	private void edit(FilePatch file, String path) throws ChangeException {
		Optional<String> before = text(file, path);
		boolean creates = before.isEmpty() && file.newName().isPresent() && file.hunks().size() == 1 && file.hunks().getFirst().before().isEmpty()
				&& file.hunks().getFirst().oldStart() == 0;
		if (before.isEmpty() && !creates) {
			throw error(file.line(), "there is no " + path + " in the kernel tree" + (file.newName().isEmpty()
					? ": the patch, which deletes it, seems to be applied already" : hint(path)));
		}
		String after = hunks(file, path, before.orElse(""));
		if (file.newName().isPresent()) {
			overlay.write(path, after);
		} else if (after.isEmpty() || file.hunks().isEmpty()) {
			overlay.delete(path);
		} else {
			throw error(file.line(), "the patch deletes " + path + ", but the kernel's file has lines that the patch does not have");
		}
	}

	private static String hint(String path) {
		return path.contains("/") ? "; the patch may be for another kernel version"
				: "; the names in the patch seem to lack a leading directory: make it with a/ and b/ before them, as git diff does";
	}

	private void move(FilePatch file, boolean rename) throws ChangeException {
		String from = file.oldName().orElseThrow(() -> error(file.line(), "the patch renames or copies a file, and creates it"));
		String to = file.newName().orElseThrow(() -> error(file.line(), "the patch renames or copies a file, and deletes it"));
		String before = text(file, from).orElseThrow(() -> error(file.line(), "there is no " + from + " in the kernel tree to rename or copy"));
		if (text(file, to).isPresent()) {
			throw error(file.line(), "the patch renames or copies " + from + " to " + to + ", but the kernel has a file of that name");
		}
		String after = hunks(file, to, before);
		if (rename) {
			overlay.move(from, to, after);
		} else {
			overlay.write(to, after);
		}
	}

	private String hunks(FilePatch file, String path, String before) throws ChangeException {
		List<HunkPlacer.Placed> placed = new ArrayList<>();
		try {
			String after = HunkPlacer.apply(before, file.hunks(), placed, cancellation);
			placed.forEach(p -> overlay.note(new Note(path, p.line(), p.message())));
			return after;
		} catch (HunkPlacer.Misfit e) {
			throw error(e.line, path + ": " + e.getMessage());
		}
	}

	private Optional<String> text(FilePatch file, String path) throws ChangeException {
		Optional<String> refusal = overlay.linkRefusal(path);
		if (refusal.isPresent()) {
			throw error(file.line(), refusal.get());
		}
		try {
			return overlay.text(path);
		} catch (IOException e) {
			throw error(file.line(), path + " cannot be read: " + e.getMessage());
		}
	}

	private ChangeException error(int line, String message) {
		return new ChangeException(patch.toString(), line, message);
	}
}

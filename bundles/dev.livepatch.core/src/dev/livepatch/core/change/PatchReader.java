package dev.livepatch.core.change;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.process.Cancellation;

/**
 * Reads patches as a change. The kernel tree is read and never written.
 * <p>
 * Taken: unified diffs by git (with its extended headers), quilt and {@code diff -u}, in mails or alone, names with one leading
 * component ({@code -p1}). A patch with Windows line ends is taken with a note. Not taken: binary, context and combined diffs, links,
 * and names that are not inside of the tree.
 */
public final class PatchReader {

	private PatchReader() {
	}

	/**
	 * Applies patches in order, as one change.
	 *
	 * @param name       of the change, see {@link PatchNames}
	 * @param sourceTree the kernel's source
	 * @throws ChangeException if one cannot be read or does not apply, with the place in it
	 */
	public static ChangeSet read(String name, List<Path> patchFiles, Path sourceTree, Cancellation cancellation) throws ChangeException {
		List<Parsed> patches = new ArrayList<>();
		for (Path patch : patchFiles) {
			cancellation.check();
			patches.add(new Parsed(patch.toString(), PatchParser.parse(patch.toString(), text(patch))));
		}
		return apply(name, patches, sourceTree, cancellation);
	}

	/**
	 * A patch whose form is known.
	 *
	 * @param source where it came from, for messages
	 */
	public record Parsed(String source, List<FilePatch> files) {
	}

	/** As {@link #read}, with patches that were read before. */
	public static ChangeSet apply(String name, List<Parsed> patches, Path sourceTree, Cancellation cancellation) throws ChangeException {
		if (!PatchNames.isValid(name)) {
			throw new ChangeException(name, 0, "this cannot be a patch's name; it has to be " + PatchNames.rule());
		}
		PatchApplier applier = new PatchApplier(sourceTree, ChangeSet.NONE, cancellation);
		for (Parsed patch : patches) {
			for (FilePatch file : patch.files()) {
				check(patch.source(), applier.apply(file));
			}
		}
		return applier.change(name);
	}

	/**
	 * A patch file's text, one character for each byte.
	 *
	 * @throws ChangeException if it cannot be read
	 */
	public static String text(Path patch) throws ChangeException {
		try {
			return TreeFiles.text(patch);
		} catch (NoSuchFileException e) {
			throw new ChangeException(patch.toString(), 0, "there is no such patch file");
		} catch (IOException e) {
			throw new ChangeException(patch.toString(), 0, "the patch cannot be read: " + e.getMessage());
		}
	}

	/** One hunk out of place is enough: half a patch is no change. */
	private static void check(String patch, FileOutcome file) throws ChangeException {
		if (file.refusal().isPresent()) {
			throw new ChangeException(patch, file.patch().line(), file.refusal().get().message());
		}
		for (HunkOutcome outcome : file.hunks()) {
			switch (outcome) {
				case HunkOutcome.Applied applied -> {
					// as it should be
				}
				case HunkOutcome.Present present -> throw new ChangeException(patch, present.hunk().line(),
						file.path() + ": the hunk seems to be applied already: the kernel has the lines that it would leave");
				case HunkOutcome.Misfit misfit -> throw new ChangeException(patch, misfit.hunk().line(), file.path() + ": " + misfit.reason());
			}
		}
	}
}

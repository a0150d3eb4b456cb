package dev.livepatch.core.change;

import java.util.List;
import java.util.Optional;

/**
 * What a patch does to one file. Names are relative to the kernel tree and checked.
 *
 * @param line    where it begins in the patch file, from 1
 * @param oldName empty where the patch itself says that it creates the file
 * @param newName empty where the patch itself says that it deletes the file
 * @param oldBlob git's name for the text that the patch was made from, as the patch says it: 7 to 64 hexadecimal digits; empty if it does not
 * @param remarks what was passed over
 * @param refusal why no live patch can do it, whatever the kernel: it is about a binary file, a link, a submodule; empty if one can
 */
public record FilePatch(int line, Kind kind, Optional<String> oldName, Optional<String> newName, Optional<String> oldBlob, List<PatchHunk> hunks, List<String> remarks,
		Optional<String> refusal) {

	public enum Kind {
		/** Changes a file, or creates or deletes it if a name is missing. */
		EDIT, RENAME, COPY
	}

	public FilePatch {
		hunks = List.copyOf(hunks);
		remarks = List.copyOf(remarks);
	}

	/** The name of the file that is there afterwards; of a deleted one, the name it had. */
	public String path() {
		return newName.or(() -> oldName).orElseThrow();
	}

	/** The same with some of its hunks. */
	public FilePatch with(List<PatchHunk> some) {
		return new FilePatch(line, kind, oldName, newName, oldBlob, some, remarks, refusal);
	}

	/** The same change to another file that is there. */
	public FilePatch on(String path) {
		return new FilePatch(line, Kind.EDIT, oldName.map(n -> path), newName.map(n -> path), oldBlob, hunks, remarks, refusal);
	}
}

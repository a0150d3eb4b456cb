package dev.livepatch.core.change;

import java.util.List;
import java.util.Optional;

/**
 * What a patch does to one file. Names are relative to the kernel tree and checked.
 *
 * @param line    where it begins in the patch file, from 1
 * @param oldName empty where the patch itself says that it creates the file
 * @param newName empty where the patch itself says that it deletes the file
 * @param remarks what was passed over
 */
record FilePatch(int line, Kind kind, Optional<String> oldName, Optional<String> newName, List<PatchHunk> hunks, List<String> remarks) {

	enum Kind {
		/** Changes a file, or creates or deletes it if a name is missing. */
		EDIT, RENAME, COPY
	}

	FilePatch {
		hunks = List.copyOf(hunks);
		remarks = List.copyOf(remarks);
	}
}

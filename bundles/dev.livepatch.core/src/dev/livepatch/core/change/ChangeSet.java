package dev.livepatch.core.change;

import java.util.List;
import java.util.Optional;

/**
 * What an author wants changed in the kernel, whatever form it came in.
 *
 * @param name  of the patch: letters, digits, {@code _} and {@code -}, at most 40 characters (a module is named after it)
 * @param files one entry for each path, sorted by path; files left as they are do not appear
 * @param notes what the reader of the patch had to assume (fuzz, offsets), for the author to see
 */
public record ChangeSet(String name, List<FileChange> files, List<Note> notes) {

	/**
	 * A remark on how a hunk was applied.
	 *
	 * @param line of the patched file, from 1
	 */
	public record Note(String file, int line, String message) {
	}

	/** Nothing is changed. */
	public static final ChangeSet NONE = new ChangeSet("", List.of(), List.of());

	public ChangeSet {
		files = List.copyOf(files);
		notes = List.copyOf(notes);
	}

	public Optional<FileChange> file(String path) {
		return files.stream().filter(f -> f.path().equals(path)).findFirst();
	}

	/** The line of a patched file that stands for one of the original; the same where the file is left as it is. */
	public int patchedLine(String path, int originalLine) {
		return file(path).map(f -> LineMap.between(f.original().orElse(""), f.patched().orElse("")).toPatched(originalLine)).orElse(originalLine);
	}
}

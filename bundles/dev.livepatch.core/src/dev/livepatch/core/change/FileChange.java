package dev.livepatch.core.change;

import java.util.Optional;

/**
 * What becomes of one file of the kernel tree. Paths are relative to the tree, with {@code /}, without {@code .} or {@code ..}.
 * Texts are decoded as ISO-8859-1, one character for each byte, so that any source survives unchanged.
 */
public sealed interface FileChange {

	/** The file's path after the change; for a deleted file, the path it had. */
	String path();

	record Modified(String path, String before, String after) implements FileChange {
	}

	record Added(String path, String after) implements FileChange {
	}

	record Deleted(String path, String before) implements FileChange {
	}

	/** A file moved from {@code from} to {@code path}, and possibly edited. */
	record Renamed(String path, String from, String before, String after) implements FileChange {
	}

	/** The file's text after the change; empty for a deleted file. */
	default Optional<String> patched() {
		return switch (this) {
			case Modified modified -> Optional.of(modified.after);
			case Added added -> Optional.of(added.after);
			case Deleted deleted -> Optional.empty();
			case Renamed renamed -> Optional.of(renamed.after);
		};
	}

	/** The file's text in the kernel tree; empty for an added file. */
	default Optional<String> original() {
		return switch (this) {
			case Modified modified -> Optional.of(modified.before);
			case Added added -> Optional.empty();
			case Deleted deleted -> Optional.of(deleted.before);
			case Renamed renamed -> Optional.of(renamed.before);
		};
	}

	/** The path the file has in the kernel tree; empty for an added file. */
	default Optional<String> originalPath() {
		return switch (this) {
			case Modified modified -> Optional.of(modified.path);
			case Added added -> Optional.empty();
			case Deleted deleted -> Optional.of(deleted.path);
			case Renamed renamed -> Optional.of(renamed.from);
		};
	}
}

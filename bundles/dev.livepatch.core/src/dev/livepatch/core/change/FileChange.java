package dev.livepatch.core.change;

import java.util.Optional;

/**
 * What becomes of one file of the kernel tree. Paths are relative to the tree, with {@code /}, without {@code .} or {@code ..}.
 * Texts are decoded as ISO-8859-1, one character for each byte, so that any source survives unchanged.
 */
public sealed interface FileChange {

	/** The file's path after the change; for a deleted file, the path it had. */
	String path();

	/** The file's text after the change; empty for a deleted file. */
	Optional<String> patched();

	/** The file's text in the kernel tree; empty for an added file. */
	Optional<String> original();

	/** The path the file has in the kernel tree; empty for an added file. */
	Optional<String> originalPath();

	record Modified(String path, String before, String after) implements FileChange {
		@Override
		public Optional<String> patched() {
			return Optional.of(after);
		}

		@Override
		public Optional<String> original() {
			return Optional.of(before);
		}

		@Override
		public Optional<String> originalPath() {
			return Optional.of(path);
		}
	}

	record Added(String path, String after) implements FileChange {
		@Override
		public Optional<String> patched() {
			return Optional.of(after);
		}

		@Override
		public Optional<String> original() {
			return Optional.empty();
		}

		@Override
		public Optional<String> originalPath() {
			return Optional.empty();
		}
	}

	record Deleted(String path, String before) implements FileChange {
		@Override
		public Optional<String> patched() {
			return Optional.empty();
		}

		@Override
		public Optional<String> original() {
			return Optional.of(before);
		}

		@Override
		public Optional<String> originalPath() {
			return Optional.of(path);
		}
	}

	/** A file moved from {@code from} to {@code path}, and possibly edited. */
	record Renamed(String path, String from, String before, String after) implements FileChange {
		@Override
		public Optional<String> patched() {
			return Optional.of(after);
		}

		@Override
		public Optional<String> original() {
			return Optional.of(before);
		}

		@Override
		public Optional<String> originalPath() {
			return Optional.of(from);
		}
	}
}

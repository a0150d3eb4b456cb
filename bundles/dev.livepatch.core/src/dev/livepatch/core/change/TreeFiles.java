package dev.livepatch.core.change;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a kernel tree, as a patch or project may name them: inside of the tree, and never through a symbolic link. Nothing is written. */
final class TreeFiles {
	/** Far beyond any source file; keeps memory bounded whatever a patch names. */
	static final long MAX_FILE_BYTES = 32 << 20;
	private static final int MAX_PATH = 1024;
	private final Path root;

	TreeFiles(Path root) {
		this.root = root;
	}

	/** Says why a path cannot name a file of a kernel tree; empty if it can. */
	static Optional<String> refusal(String path) {
		if (path.isEmpty()) {
			return Optional.of("the path is empty");
		}
		if (path.length() > MAX_PATH) {
			return Optional.of("the path is longer than " + MAX_PATH + " characters");
		}
		if (path.chars().anyMatch(c -> c < ' ' || c > '~')) {
			return Optional.of("the path holds characters that no kernel file's name has: " + printable(path));
		}
		if (path.startsWith("/")) {
			return Optional.of("the path is absolute: " + path);
		}
		for (String part : path.split("/", -1)) {
			if (part.equals("..")) {
				return Optional.of("the path leads out of the kernel tree: " + path);
			}
			if (part.isEmpty() || part.equals(".")) {
				return Optional.of("the path has an empty component or a '.': " + path);
			}
		}
		return Optional.empty();
	}

	/** Why the tree's own links forbid to use a path; empty if they don't. */
	Optional<String> linkRefusal(String path) {
		Path at = root;
		for (Path part : Path.of(path)) {
			if (Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
				return Optional.of(root.relativize(at) + " is a file in the kernel tree, not a directory");
			}
			at = at.resolve(part);
			if (Files.isSymbolicLink(at)) {
				return Optional.of(root.relativize(at) + " is a symbolic link in the kernel tree; change the file that it leads to");
			}
		}
		boolean special = Files.exists(at) && !Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS);
		return special ? Optional.of(path + " is not a regular file in the kernel tree") : Optional.empty();
	}

	/** The file's text; empty if there is no such file. The path has passed {@link #refusal} and {@link #linkRefusal}. */
	Optional<String> read(String path) throws IOException {
		Path file = root.resolve(path);
		if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			return Optional.empty();
		}
		return Optional.of(text(file));
	}

	/** A file's text, one character for each byte. */
	static String text(Path file) throws IOException {
		if (Files.size(file) > MAX_FILE_BYTES) {
			throw new IOException("larger than " + (MAX_FILE_BYTES >> 20) + " MiB");
		}
		return Files.readString(file, StandardCharsets.ISO_8859_1);
	}

	/** The text with everything unusual escaped, and cut, for a message. */
	static String printable(String text) {
		StringBuilder result = new StringBuilder();
		text.chars().limit(120).forEach(c -> result.append(c < ' ' || c > '~' ? String.format("\\x%02x", c) : Character.toString(c)));
		return result.append(text.length() > 120 ? "…" : "").toString();
	}
}

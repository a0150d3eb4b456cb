package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory that goes when the work is done. */
final class Scratch implements AutoCloseable {
	private final Path directory;

	Scratch() throws IOException {
		directory = Files.createTempDirectory("livepatch-exchange-");
	}

	Path directory() {
		return directory;
	}

	Path file(String name) {
		return directory.resolve(name);
	}

	@Override
	public void close() throws IOException {
		delete(directory);
	}

	/** Deletes a directory with all that is in it; links are deleted, not followed. */
	static void delete(Path directory) throws IOException {
		List<Path> all;
		try (Stream<Path> files = Files.walk(directory)) {
			all = files.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path file : all) {
			Files.deleteIfExists(file);
		}
	}
}

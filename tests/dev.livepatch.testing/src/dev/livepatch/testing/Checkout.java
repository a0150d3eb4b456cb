package dev.livepatch.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in, for scripts and data that are no part of a bundle. */
public final class Checkout {

	private Checkout() {
	}

	/** Its top directory: the one above the working directory that has {@code releng/livepatch}. */
	public static Path root() {
		for (Path directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
			if (Files.isExecutable(directory.resolve("releng/livepatch"))) {
				return directory;
			}
		}
		throw new IllegalStateException("releng/livepatch is not above " + Path.of("").toAbsolutePath() + ": run the tests from a checkout");
	}
}

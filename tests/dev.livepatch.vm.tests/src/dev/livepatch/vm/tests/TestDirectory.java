package dev.livepatch.vm.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A directory for what the tests of one run share; gone with the program. */
final class TestDirectory {
	private static Path directory;

	private TestDirectory() {
	}

	static synchronized Path get() {
		if (directory == null) {
			try {
				Path made = Files.createTempDirectory("vm-tests");
				Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(made)));
				directory = made;
			} catch (IOException e) {
				throw new UncheckedIOException(e);
			}
		}
		return directory;
	}

	private static void remove(Path tree) {
		try (var files = Files.walk(tree)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}

package dev.livepatch.core.tests.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Jazzer calls, by these names. */
public final class FuzzTarget {
	private static ForeignInput input;
	private static Path directory;

	private FuzzTarget() {
	}

	/** @param arguments the name of a {@link ForeignInput}, and a directory for files */
	public static void fuzzerInitialize(String[] arguments) throws IOException {
		input = ForeignInput.valueOf(arguments[0]);
		directory = Files.createDirectories(Path.of(arguments[1]));
	}

	public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
		input.read(bytes, directory);
	}
}

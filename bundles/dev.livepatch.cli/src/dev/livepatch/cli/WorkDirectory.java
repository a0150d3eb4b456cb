package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run's derived files go: the place the user named, a project's {@code build/}, or a temporary directory that goes with the run. */
record WorkDirectory(Path directory, boolean temporary) implements AutoCloseable {

	static WorkDirectory of(Input input, Optional<Path> chosen) throws IOException {
		if (chosen.isPresent()) {
			return new WorkDirectory(Files.createDirectories(chosen.get().toAbsolutePath().normalize()), false);
		}
		if (input instanceof Input.Project project) {
			return new WorkDirectory(Files.createDirectories(project.project().root().resolve("build")), false);
		}
		return new WorkDirectory(Files.createTempDirectory("livepatch-"), true);
	}

	@Override
	public void close() throws IOException {
		if (temporary) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}
}

package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run's derived files go: the place the user named, a project's {@code build/}, or a temporary directory that goes with the run. */
final class WorkDirectory implements AutoCloseable {
	private final Path directory;
	private boolean lasting;

	private WorkDirectory(Path directory, boolean lasting) {
		this.directory = directory;
		this.lasting = lasting;
	}

	static WorkDirectory of(Input input, Optional<Path> chosen) throws IOException {
		if (chosen.isPresent()) {
			return new WorkDirectory(Files.createDirectories(chosen.get().toAbsolutePath().normalize()), true);
		}
		if (input instanceof Input.Project project) {
			return new WorkDirectory(Files.createDirectories(project.project().root().resolve("build")), true);
		}
		return new WorkDirectory(Files.createTempDirectory("livepatch-"), false);
	}

	Path directory() {
		return directory;
	}

	/** Whether the files stay when the run is over. */
	boolean lasting() {
		return lasting;
	}

	/** Leaves the files for the user to look at. */
	void keep() {
		lasting = true;
	}

	@Override
	public void close() throws IOException {
		if (!lasting) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}
}

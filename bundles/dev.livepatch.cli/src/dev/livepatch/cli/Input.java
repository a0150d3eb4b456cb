package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.PatchNames;
import dev.livepatch.core.exchange.PatchFiles;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;

/** What the command line names. */
sealed interface Input {

	/** What was left out or looks strange in it. */
	default List<String> remarks() {
		return List.of();
	}

	/** Something that a check can be made of. */
	sealed interface Change extends Input {
		ChangeSet read(KernelBuild kernel, Cancellation cancellation) throws ChangeException;

		String name();

		/** Whether the patch replaces those loaded before. */
		boolean replace();

		List<Path> probes() throws ChangeException;

		/** How many objects a changed header may reach, if anything is said. */
		OptionalInt maxObjects();
	}

	/** One live patch project. */
	record Project(LivepatchProject project) implements Change {
		@Override
		public ChangeSet read(KernelBuild kernel, Cancellation cancellation) throws ChangeException {
			return project.change(kernel);
		}

		@Override
		public String name() {
			return project.settings().name();
		}

		@Override
		public boolean replace() {
			return project.settings().replace();
		}

		@Override
		public List<Path> probes() throws ChangeException {
			return project.probes();
		}

		@Override
		public OptionalInt maxObjects() {
			return project.settings().objects();
		}
	}

	/** Patches that together are one change. */
	record Patches(String name, Series series) implements Change {
		@Override
		public ChangeSet read(KernelBuild kernel, Cancellation cancellation) throws ChangeException {
			return series.change(name, kernel.source(), cancellation);
		}

		@Override
		public List<String> remarks() {
			return series.remarks();
		}

		@Override
		public boolean replace() {
			return true;
		}

		@Override
		public List<Path> probes() {
			return List.of();
		}

		@Override
		public OptionalInt maxObjects() {
			return OptionalInt.empty();
		}
	}

	/** A finished patch module. */
	record Module(Path file) implements Input {
	}

	/**
	 * @throws ChangeException if a project's settings are wrong, or a patch is none
	 * @throws IOException     if a path does not exist, or kinds are mixed
	 */
	static Input of(List<Path> paths, Cancellation cancellation) throws IOException {
		for (Path path : paths) {
			if (!Files.isReadable(path)) {
				throw new IOException(path + " does not exist or cannot be read; name patches or one live patch project");
			}
			if (paths.size() > 1 && (Files.isDirectory(path) || isModule(path))) {
				throw new IOException(path + " cannot be combined with others; name one live patch project, one module, or any number of patches");
			}
		}
		Path first = paths.get(0).toAbsolutePath().normalize();
		if (isModule(first)) {
			return new Module(first);
		}
		return Files.isDirectory(first) ? new Project(LivepatchProject.open(first)) : new Patches(nameOf(first), PatchFiles.read(paths, cancellation));
	}

	private static boolean isModule(Path path) {
		return path.toString().endsWith(".ko");
	}

	/** The module is named after the first patch, so only letters, digits, hyphens and underscores stay. */
	private static String nameOf(Path patch) {
		String name = patch.getFileName().toString().replaceFirst("\\.(patch|diff|mbox|eml)$", "").replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
		return name.isEmpty() ? "patch" : name.substring(0, Math.min(name.length(), PatchNames.MAX_LENGTH));
	}
}

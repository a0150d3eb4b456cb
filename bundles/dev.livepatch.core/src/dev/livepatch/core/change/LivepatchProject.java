package dev.livepatch.core.change;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;

/** An author's project: {@code livepatch.toml}, the changed files under {@code src/} (or a patch), probes under {@code verify/}. */
public final class LivepatchProject {
	public static final String SOURCES = "src";
	private final Path root;
	private final ProjectSettings settings;

	private LivepatchProject(Path root, ProjectSettings settings) {
		this.root = root;
		this.settings = settings;
	}

	/**
	 * Opens a project.
	 *
	 * @throws ChangeException if the directory is no project, or its {@code livepatch.toml} has a mistake
	 */
	public static LivepatchProject open(Path dir) throws ChangeException {
		Path toml = dir.resolve(ProjectSettings.FILE);
		if (!Files.isRegularFile(toml)) {
			throw new ChangeException(dir.toString(), 0, "this is not a live patch project: it has no " + ProjectSettings.FILE);
		}
		return new LivepatchProject(dir.toAbsolutePath().normalize(), ProjectSettings.read(toml));
	}

	/** The project's directory, absolute. */
	public Path root() {
		return root;
	}

	public ProjectSettings settings() {
		return settings;
	}

	/** Whether files below {@value #SOURCES} can say what a change does: deletions and renames need a patch. */
	public static boolean hasSources(ChangeSet change) {
		return change.files().stream().allMatch(f -> switch (f) {
			case FileChange.Deleted d -> false;
			case FileChange.Renamed r -> false;
			case FileChange.Added a -> true;
			case FileChange.Modified m -> true;
		});
	}

	/** Where the change is written as one patch, for other tools; it need not exist. */
	public Path patchFile() {
		return root.resolve(settings.name() + ".patch");
	}

	/**
	 * What the project changes in a kernel: the files under {@code src/} where they differ from the kernel's, byte for byte. Without a
	 * {@code src/} directory, {@link #patchFile()} or else the only {@code .patch} file there is. Files can be deleted only by a patch.
	 *
	 * @throws ChangeException if a file has no place in a kernel tree, or the patch does not apply
	 */
	public ChangeSet change(KernelBuild kernel) throws ChangeException {
		return change(kernel.source(), Cancellation.NEVER);
	}

	/** As {@link #change(KernelBuild)}, for a source tree. */
	public ChangeSet change(Path sourceTree, Cancellation cancellation) throws ChangeException {
		Path sources = root.resolve(SOURCES);
		if (Files.exists(sources, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
			return new ProjectSources(root, sources, new TreeFiles(sourceTree), cancellation).change(settings.name());
		}
		return PatchReader.read(settings.name(), List.of(patch()), sourceTree, cancellation);
	}

	/** The scripts that the settings name, sorted: matches of the patterns, and files named outright even if they are not there. */
	public List<Path> probes() {
		TreeSet<Path> probes = new TreeSet<>();
		for (String probe : settings.probes()) {
			if (probe.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0)) {
				probes.add(root.resolve(probe));
			} else {
				probes.addAll(matches(probe));
			}
		}
		return List.copyOf(probes);
	}

	private List<Path> matches(String pattern) {
		// only the directory before the first wildcard is walked: a project has a build directory too
		int wildcard = (int) pattern.chars().takeWhile(c -> "*?[{\\".indexOf(c) < 0).count();
		Path start = root.resolve(pattern.substring(0, pattern.lastIndexOf('/', wildcard) + 1));
		PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
		if (!Files.isDirectory(start)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(start)) {
			return files.filter(Files::isRegularFile).filter(f -> matcher.matches(root.relativize(f))).toList();
		} catch (IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
	}

	private Path patch() throws ChangeException {
		if (Files.isRegularFile(patchFile())) {
			return patchFile();
		}
		try (Stream<Path> files = Files.list(root)) {
			List<Path> patches = files.filter(f -> f.getFileName().toString().endsWith(".patch")).sorted().toList();
			if (patches.size() == 1) {
				return patches.getFirst();
			}
			throw new ChangeException(root.toString(), 0, patches.isEmpty()
					? "the project changes nothing: it has neither a " + SOURCES + " directory nor " + patchFile().getFileName()
					: "the project has several patches and none is named " + patchFile().getFileName() + ": "
							+ String.join(", ", patches.stream().map(p -> p.getFileName().toString()).toList()));
		} catch (ChangeException e) {
			throw e;
		} catch (IOException e) {
			throw new ChangeException(root.toString(), 0, "the project cannot be read: " + e.getMessage());
		}
	}
}

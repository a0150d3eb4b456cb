package dev.livepatch.doc;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.core.runtime.FileLocator;
import org.osgi.framework.FrameworkUtil;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ProjectSettings;

/**
 * A live patch project to learn from.
 *
 * @param name        also the directory's
 * @param description what the patch does, or why it is refused
 * @param directory   the project; not to be written to
 */
public record Example(String name, String description, Path directory) {
	/** What releng/demo compares with; says nothing to an author. */
	private static final String EXPECTED = "expected";

	/**
	 * Those that can be verified come first, then by name.
	 *
	 * @throws IOException if this bundle's files cannot be read
	 */
	public static List<Example> all() throws IOException {
		URL entry = FrameworkUtil.getBundle(Example.class).getEntry("/examples/");
		if (entry == null) {
			throw new IOException("the examples are missing in the bundle dev.livepatch.doc");
		}
		try (Stream<Path> directories = Files.list(Path.of(FileLocator.toFileURL(entry).toURI()))) {
			return directories.filter(d -> Files.exists(d.resolve(ProjectSettings.FILE))).map(Example::read).sorted((a, b) -> a.order().compareTo(b.order())).toList();
		} catch (URISyntaxException e) {
			throw new IOException("the place of the examples cannot be named: " + e.getMessage(), e);
		}
	}

	private static Example read(Path directory) {
		try {
			ProjectSettings settings = ProjectSettings.read(directory.resolve(ProjectSettings.FILE));
			return new Example(settings.name(), settings.description().orElse(""), directory);
		} catch (ChangeException e) {
			throw new IllegalStateException(e.getMessage(), e);
		}
	}

	/** Whether it comes with a probe, to be run in an emulated kernel. */
	public boolean canBeVerified() {
		return Files.isDirectory(directory.resolve("verify"));
	}

	/**
	 * The project's files, relative to {@link #directory()}, sorted.
	 *
	 * @throws IOException if they cannot be listed
	 */
	public List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(Files::isRegularFile).map(directory::relativize).filter(f -> !f.toString().equals(EXPECTED)).sorted().toList();
		}
	}

	private String order() {
		return (canBeVerified() ? "0" : "1") + name;
	}
}

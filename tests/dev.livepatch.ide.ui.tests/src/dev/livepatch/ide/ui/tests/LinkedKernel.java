package dev.livepatch.ide.ui.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

import dev.livepatch.testing.DemoKernel;

/** A kernel build of the test's own: the demo kernel's files, by links. */
record LinkedKernel(Path directory) {

	LinkedKernel {
		try {
			link(DemoKernel.directory().toRealPath(), directory);
			own(directory.resolve(".config"));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Another configuration is another build. */
	void buildAnew() {
		append(".config");
	}

	/** As {@code make M=} does: vmlinux stays as it is. The module's file has to be the test's own. */
	void buildModuleAnew(String path) {
		append(path);
	}

	/** Makes a file, given relative to the build directory, the test's own: it can be changed from now on. */
	void own(String path) throws IOException {
		Path file = directory;
		for (Path name : Path.of(path)) {
			file = file.resolve(name);
			own(file);
		}
	}

	private static void own(Path link) throws IOException {
		if (Files.isSymbolicLink(link)) {
			Path linked = link.toRealPath();
			Files.delete(link);
			if (Files.isDirectory(linked)) {
				link(linked, link);
			} else {
				Files.copy(linked, link);
			}
		}
	}

	private static void link(Path from, Path to) throws IOException {
		Files.createDirectory(to);
		try (Stream<Path> files = Files.list(from)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.createSymbolicLink(to.resolve(file.getFileName()), file);
			}
		}
	}

	private void append(String path) {
		try {
			Files.writeString(directory.resolve(path), "\n", StandardOpenOption.APPEND);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** To be called before a temporary directory is deleted: nothing shall follow the links to the kernel. */
	static void removeLinks(Path temporary) throws IOException {
		try (Stream<Path> files = Files.walk(temporary)) {
			for (Path link : files.filter(Files::isSymbolicLink).toList()) {
				Files.delete(link);
			}
		}
	}
}

package dev.livepatch.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

import dev.livepatch.core.build.ExternalModule;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;

/**
 * The demo kernel with one more module, as if that had always been in its tree: directories of links to what the demo kernel has, and in them {@code extra/NAME.c}, what kbuild would have
 * recorded of it, and the module. For what none of the demo kernel's own modules have.
 */
public final class ExtendedKernel implements Closeable {
	/** A module of the demo kernel that is made of one file: its recorded command serves for the new one. */
	private static final String MODEL = "dummy";
	private static final String MODEL_DIRECTORY = "drivers/net/";
	private final Path directory;
	private final KernelBuild kernel;

	private ExtendedKernel(Path directory, KernelBuild kernel) {
		this.directory = directory;
		this.kernel = kernel;
	}

	/** @param name the module's, and its file's without ending: letters, digits and {@code _} */
	public static ExtendedKernel with(String name, String text) throws IOException {
		KernelBuild demo = DemoKernel.open();
		Path directory = Files.createTempDirectory("extended-kernel").toRealPath();
		Path source = links(demo.source(), directory.resolve("source"), Set.of());
		Path build = links(demo.build(), directory.resolve("build"), Set.of("source", "modules.order"));
		Files.createSymbolicLink(build.resolve("source"), source);
		Files.writeString(Files.createDirectory(source.resolve("extra")).resolve(name + ".c"), text);
		Path made = Files.createDirectory(build.resolve("extra"));
		Files.writeString(made.resolve(name + ".mod"), "extra/" + name + ".o\n");
		Files.writeString(build.resolve("modules.order"), Files.readString(demo.build().resolve("modules.order")) + "extra/" + name + ".ko\n");
		String command = Files.readString(demo.build().resolve(MODEL_DIRECTORY + "." + MODEL + ".o.cmd"), StandardCharsets.ISO_8859_1);
		Files.writeString(made.resolve("." + name + ".o.cmd"), command.replace(MODEL_DIRECTORY, "extra/").replace(MODEL, name), StandardCharsets.ISO_8859_1);
		Files.copy(ExternalModule.build(demo, name, text, DemoKernel.cache(), Cancellation.NEVER), made.resolve(name + ".ko"));
		return new ExtendedKernel(directory, KernelBuild.open(build));
	}

	private static Path links(Path tree, Path directory, Set<String> without) throws IOException {
		Files.createDirectory(directory);
		try (Stream<Path> files = Files.list(tree)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				if (!without.contains(file.getFileName().toString())) {
					Files.createSymbolicLink(directory.resolve(file.getFileName()), file);
				}
			}
		}
		return directory;
	}

	public KernelBuild kernel() {
		return kernel;
	}

	/** Removes the links, and what is no link. */
	@Override
	public void close() throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}
}

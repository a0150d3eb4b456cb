package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The headers that the build of a kernel generated, as they are at one moment: the configuration ({@code autoconf.h}), constants for assembler code ({@code asm-offsets.h}), numbers and
 * tables of system calls, and headers that only include a generic one. They lie in the build directory, even if that is not the source tree.
 *
 * @param files relative to the build directory, sorted
 * @param state another one as soon as any of them is written, comes or goes
 */
public record GeneratedHeaders(List<String> files, String state) {
	private static final String DIRECTORY = "include/generated";
	private static final Pattern PATH = Pattern.compile("(arch/[^/]+/)?" + DIRECTORY + "/.*\\.h");

	public GeneratedHeaders {
		files = List.copyOf(files);
	}

	/** Whether a path is one that the build generates a header at. The source tree has none of them, unless it is the build directory, too. */
	public static boolean contains(String path) {
		return PATH.matcher(path).matches();
	}

	static GeneratedHeaders of(Path build) throws KernelException {
		SortedMap<String, String> stamps = new TreeMap<>();
		try {
			for (Path directory : directories(build)) {
				Files.walkFileTree(directory, new SimpleFileVisitor<>() {
					@Override
					public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
						String path = build.relativize(file).toString();
						if (attributes.isRegularFile() && contains(path)) {
							stamps.put(path, attributes.size() + " " + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
						}
						return FileVisitResult.CONTINUE;
					}

					@Override
					public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
						if (e instanceof NoSuchFileException) {
							// the kernel is being built right now
							return FileVisitResult.CONTINUE;
						}
						throw e;
					}
				});
			}
		} catch (IOException e) {
			throw new KernelException("the headers that were generated in " + build + " cannot be listed: " + e.getMessage(), e);
		}
		return new GeneratedHeaders(List.copyOf(stamps.keySet()), stamps.toString());
	}

	/** That of the kernel, and one for each architecture. */
	private static List<Path> directories(Path build) throws IOException {
		List<Path> found = new ArrayList<>(List.of(build.resolve(DIRECTORY)));
		Path architectures = build.resolve("arch");
		if (Files.isDirectory(architectures)) {
			try (Stream<Path> each = Files.list(architectures)) {
				each.map(architecture -> architecture.resolve(DIRECTORY)).forEach(found::add);
			}
		}
		return found.stream().filter(Files::isDirectory).toList();
	}
}

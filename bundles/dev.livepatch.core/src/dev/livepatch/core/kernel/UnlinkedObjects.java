package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a kernel build compiled besides the objects of vmlinux and of the modules: the vDSO, real-mode, boot and kexec code, and the assembly from which it takes constants
 * ({@code asm-offsets.s}, {@code bounds.s}). Not what belongs to the build alone, nor the {@code .mod.o} that each module has.
 */
final class UnlinkedObjects extends SimpleFileVisitor<Path> {
	private static final Pattern COMMAND_FILE = Pattern.compile("\\.([^.].*\\.[os])\\.cmd");
	private static final Set<String> OF_THE_BUILD = Set.of("scripts", "tools", "usr", "samples", "Documentation", "certs", "source");
	private final Path build;
	private final Set<String> linked;
	private final List<String> found = new ArrayList<>();

	private UnlinkedObjects(Path build, Set<String> linked) {
		this.build = build;
		this.linked = linked;
	}

	/**
	 * @param linked the objects of vmlinux and of the modules
	 * @return sorted, relative to the build directory
	 */
	static List<String> find(Path build, Set<String> linked) throws IOException {
		UnlinkedObjects objects = new UnlinkedObjects(build, linked);
		Files.walkFileTree(build, objects);
		return objects.found.stream().sorted().toList();
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
		String name = directory.getFileName().toString();
		boolean notKernel = name.startsWith(".") || directory.getParent().equals(build) && OF_THE_BUILD.contains(name);
		return notKernel && !directory.equals(build) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
		Matcher name = COMMAND_FILE.matcher(file.getFileName().toString());
		if (name.matches() && !name.group(1).endsWith(".mod.o")) {
			String object = build.relativize(file.resolveSibling(name.group(1))).toString();
			if (!linked.contains(object)) {
				found.add(object);
			}
		}
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException problem) {
		// removed meanwhile, or somebody else's: nothing there that the kernel was made from
		return FileVisitResult.CONTINUE;
	}
}

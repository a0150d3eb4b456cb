package dev.livepatch.core.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the objects of a build were meant for where nothing has been linked: a distribution's {@code vmlinux} with a few objects made
 * one by one ({@code make fs/proc/meminfo.o}). Their commands tell kernel, module and all else apart.
 */
final class SingleObjects extends SimpleFileVisitor<Path> {
	private static final Pattern COMMAND_FILE = Pattern.compile("\\.(.+\\.o)\\.cmd");
	private static final Pattern MODULE_FILE = Pattern.compile("-DKBUILD_MODFILE='?\"?([^'\"\\s]+)");
	/** All that the command of a module's object says of the module since Linux 5.19. */
	private static final Pattern MODULE_NAME = Pattern.compile("-DKBUILD_MODNAME='?\"?([^'\"\\s]+)");
	/** Options come long before this; the dependencies, which are most of the file, after. */
	private static final int HEAD = 1 << 14;
	private final Path build;
	private final Map<String, Path> modules;
	private final Map<String, ParentObject> parents = new TreeMap<>();

	private SingleObjects(Path build, Map<String, Path> modules) {
		this.build = build;
		this.modules = modules;
	}

	/**
	 * The parents of the objects that were compiled below a build directory.
	 *
	 * @param modules the kernel's modules as far as known: where each one's file is, by name with {@code _} for {@code -}
	 */
	static Map<String, ParentObject> read(Path build, Map<String, Path> modules) throws IOException {
		SingleObjects objects = new SingleObjects(build, modules);
		Files.walkFileTree(build, objects);
		return objects.parents;
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
		String name = directory.getFileName().toString();
		boolean notKernel = name.startsWith(".") || directory.getParent().equals(build) && (name.equals("scripts") || name.equals("tools") || name.equals("Documentation"));
		return notKernel && !directory.equals(build) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		Matcher name = COMMAND_FILE.matcher(file.getFileName().toString());
		if (name.matches() && !name.group(1).startsWith(".") && !name.group(1).endsWith(".mod.o")) {
			String object = build.relativize(file.resolveSibling(name.group(1))).toString();
			parent(object, head(file)).ifPresent(parent -> parents.put(object, parent));
		}
		return FileVisitResult.CONTINUE;
	}

	private Optional<ParentObject> parent(String object, String command) {
		// the boot and real-mode code has another memory model, the vdso can lie anywhere
		boolean kernel = command.contains(" -D__KERNEL__ ") && command.contains(" -mcmodel=kernel ") && !command.contains(" -fPIC ");
		if (!kernel) {
			return Optional.empty();
		}
		if (!command.contains(" -DMODULE ")) {
			return Optional.of(new ParentObject(ParentObject.VMLINUX, build.resolve("vmlinux")));
		}
		Matcher file = MODULE_FILE.matcher(command);
		if (file.find()) {
			Path binary = build.resolve(file.group(1) + ".ko").normalize();
			return Optional.of(new ParentObject(LinkedObjects.moduleName(binary.getFileName().toString().replaceFirst("\\.ko$", "")), binary));
		}
		Matcher module = MODULE_NAME.matcher(command);
		if (!module.find()) {
			return Optional.empty();
		}
		String name = LinkedObjects.moduleName(module.group(1));
		return Optional.of(new ParentObject(name, modules.getOrDefault(name, build.resolve(object).resolveSibling(module.group(1) + ".ko"))));
	}

	private static String head(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			String head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
			int end = head.indexOf('\n');
			return end < 0 ? head : head.substring(0, end);
		}
	}
}

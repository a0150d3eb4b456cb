package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each object was linked into, read from what kbuild linked: the thin archives of vmlinux, and the {@code .mod} files of the
 * modules in {@code modules.order}. Host tools, the vdso, the real-mode and the boot code are in neither. Where no archive is, what the
 * commands of {@link SingleObjects} say.
 */
final class LinkedObjects {
	/** Linked into vmlinux beside the archives before Linux 6.1 ({@code head-y} of {@code arch/x86/Makefile}). */
	private static final List<String> HEAD = List.of("arch/x86/kernel/head_64.o", "arch/x86/kernel/head64.o", "arch/x86/kernel/ebda.o",
			"arch/x86/kernel/platform-quirks.o");
	/** Which modules there are, in the order of their links. */
	static final String MODULES = "modules.order";
	private final Path build;
	private final TreeMap<String, ParentObject> parents = new TreeMap<>();
	private final Map<String, Path> modules = new LinkedHashMap<>();
	private boolean linked;

	private LinkedObjects(Path build) {
		this.build = build;
	}

	static LinkedObjects read(Path build) throws KernelException {
		LinkedObjects result = new LinkedObjects(build);
		try {
			result.readModules();
			result.readVmlinux();
			if (!result.linked) {
				SingleObjects.read(build, result.modules).forEach(result.parents::putIfAbsent);
			}
		} catch (KernelException e) {
			throw e;
		} catch (IOException e) {
			throw new KernelException("what was linked into the kernel in " + build + " cannot be read: " + e.getMessage(), e);
		}
		return result;
	}

	Optional<ParentObject> parent(String object) {
		return Optional.ofNullable(parents.get(object));
	}

	/** Whether vmlinux was linked here; otherwise only the objects that were made one by one are known. */
	boolean complete() {
		return linked;
	}

	/** All objects of vmlinux and of the modules, relative to the build directory, sorted. */
	List<String> objects() {
		return List.copyOf(parents.keySet());
	}

	/** Where the module's file is, or will be once built. Names are compared as the kernel does, {@code -} like {@code _}. */
	Optional<Path> module(String name) {
		return Optional.ofNullable(modules.get(moduleName(name)));
	}

	/** Where the modules' files are, or will be once built. */
	Collection<Path> moduleFiles() {
		return modules.values();
	}

	static String moduleName(String fileName) {
		return fileName.replace('-', '_');
	}

	private void readModules() throws IOException {
		Path order = build.resolve(MODULES);
		if (!Files.exists(order)) {
			return;
		}
		for (String line : Files.readAllLines(order)) {
			// .o since Linux 6.3, .ko before; with a leading kernel/ before 5.3
			String stem = line.strip().replaceFirst("\\.k?o$", "");
			if (stem.isEmpty()) {
				continue;
			}
			if (stem.startsWith("kernel/") && !Files.exists(build.resolve(stem + ".mod")) && !Files.exists(build.resolve(stem + ".ko"))) {
				stem = stem.substring("kernel/".length());
			}
			String file = stem.substring(stem.lastIndexOf('/') + 1);
			ParentObject parent = new ParentObject(moduleName(file), build.resolve(stem + ".ko"));
			modules.put(parent.name(), parent.binary());
			for (String object : moduleObjects(stem, file)) {
				parents.put(object, parent);
			}
		}
	}

	private List<String> moduleObjects(String stem, String file) throws IOException {
		Path mod = build.resolve(stem + ".mod");
		// before Linux 5.3: one directory for all, the first line names the module
		Path old = build.resolve(".tmp_versions").resolve(file + ".mod");
		Path found = Files.exists(mod) ? mod : old;
		if (!Files.exists(found)) {
			return List.of(stem + ".o");
		}
		// words: all objects on one line before 5.19, one on each since; then undefined symbols
		return List.of(Files.readString(found).split("\\s+")).stream().filter(w -> w.endsWith(".o")).map(LinkedObjects::normalized).toList();
	}

	private void readVmlinux() throws IOException {
		ParentObject vmlinux = new ParentObject(ParentObject.VMLINUX, build.resolve("vmlinux"));
		for (Path archive : archives()) {
			linked = true;
			String directory = build.relativize(archive.getParent()).toString();
			for (String member : Archive.members(archive)) {
				parents.putIfAbsent(normalized(directory.isEmpty() ? member : directory + "/" + member), vmlinux);
			}
		}
		if (linked) {
			HEAD.stream().filter(head -> Files.exists(build.resolve(head))).forEach(head -> parents.putIfAbsent(head, vmlinux));
		}
	}

	/** An archive of archives lists the objects of all of them, so the outermost are enough: one since Linux 6.1, one of each part before. */
	private List<Path> archives() throws IOException {
		Path whole = build.resolve("vmlinux.a");
		if (Files.exists(whole)) {
			return List.of(whole);
		}
		List<Path> archives = new java.util.ArrayList<>();
		addArchives(build, archives);
		for (Path parent : List.of(build, build.resolve("arch"), build.resolve("arch/x86"))) {
			try (DirectoryStream<Path> parts = Files.newDirectoryStream(parent, Files::isDirectory)) {
				for (Path part : parts) {
					addArchives(part, archives);
				}
			} catch (java.nio.file.NoSuchFileException e) {
				return archives;
			}
		}
		return archives;
	}

	private static void addArchives(Path directory, List<Path> archives) {
		for (String name : List.of("built-in.a", "lib.a")) {
			Path archive = directory.resolve(name);
			if (Files.exists(archive)) {
				archives.add(archive);
			}
		}
	}

	private static String normalized(String object) {
		return Path.of(object).normalize().toString();
	}
}

package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.kernel.RecordedCommand;

/**
 * The files of one version of an object, under their kernel paths in a directory of their own.
 * <p>
 * For a changed source file that file alone is enough. A changed file that others include is different: the compiler looks beside the including
 * file first, and would find the kernel's own there. Then the overlay holds links to the files that include a changed one by quotes, to those that
 * include these, and so on, and to the files beside them that they include in turn.
 *
 * @param root     the directory
 * @param replaced kernel paths whose version in the tree must not be compiled
 * @param shadowed whether a changed file is one that others include
 */
record Overlay(Path root, Set<String> replaced, boolean shadowed) {

	/** The original source in the overlay's structure. */
	static Overlay original(Path root, RecordedCommand command, String text) throws IOException {
		if (!isGenerated(command)) {
			write(root.resolve(command.source()), text);
		}
		return new Overlay(root, Set.of(), false);
	}

	/** The source with all of a change. */
	static Overlay patched(Path root, RecordedCommand command, Path tree, ChangeSet change, QuotedIncludes includes) throws IOException {
		Map<String, String> files = texts(command, change);
		Set<String> replaced = new TreeSet<>();
		change.files().forEach(f -> f.originalPath().ifPresent(replaced::add));
		for (Map.Entry<String, String> file : files.entrySet()) {
			write(root.resolve(file.getKey()), file.getValue());
		}
		if (!isGenerated(command) && !files.containsKey(command.source())) {
			write(root.resolve(command.source()), Files.readString(tree.resolve(command.source()), StandardCharsets.ISO_8859_1));
		}
		boolean shadowed = replaced.stream().anyMatch(p -> !p.equals(command.source()) && command.dependencies().contains(p));
		if (shadowed) {
			linkIncluding(root, command, tree, files.keySet(), includes);
			for (Map.Entry<String, String> file : files.entrySet()) {
				linkIncluded(root, tree, QuotedIncludes.in(file.getKey(), file.getValue()), includes);
			}
		}
		return new Overlay(root, replaced, shadowed);
	}

	private static Map<String, String> texts(RecordedCommand command, ChangeSet change) {
		Map<String, String> files = new TreeMap<>();
		for (FileChange file : change.files()) {
			switch (file) {
				case FileChange.Deleted d -> files.put(d.path(), gone(d.path(), "deleted"));
				case FileChange.Renamed r -> {
					files.put(r.path(), r.after());
					// the object is the one the kernel build knows, so its source keeps the old name for the compiler
					files.putIfAbsent(r.from(), r.from().equals(command.source()) ? r.after() : gone(r.from(), "renamed to " + r.path()));
				}
				case FileChange.Modified m -> files.put(m.path(), m.after());
				case FileChange.Added a -> files.put(a.path(), a.after());
			}
		}
		return files;
	}

	/** Adds links to every file of the source tree that the object was made from: for those that reach a changed file by a macro's detour. */
	void mirror(RecordedCommand command, Path tree) throws IOException {
		for (String dependency : command.dependencies()) {
			// others lie in the build directory or outside, where no change reaches them
			if (isInTree(dependency, tree)) {
				link(root.resolve(dependency), tree.resolve(dependency));
			}
		}
	}

	/** Whether the object's source was made by the build and lies outside of the source tree: it is compiled where it is. */
	static boolean isGenerated(RecordedCommand command) {
		return command.source().startsWith("/");
	}

	boolean hasDirectory(String kernelPath) {
		return Files.isDirectory(root.resolve(kernelPath), LinkOption.NOFOLLOW_LINKS);
	}

	boolean hasFile(String kernelPath) {
		return Files.isRegularFile(root.resolve(kernelPath));
	}

	private static String gone(String path, String how) {
		return "#error \"" + path + " is " + how + " by the patch\"\n";
	}

	private static void linkIncluding(Path root, RecordedCommand command, Path tree, Set<String> changed, QuotedIncludes includes) throws IOException {
		List<String> others = command.dependencies().stream().filter(d -> !changed.contains(d) && isInTree(d, tree)).distinct().toList();
		Set<String> reaching = new HashSet<>(changed);
		boolean grown = true;
		while (grown) {
			grown = false;
			for (String file : others) {
				if (!reaching.contains(file) && includes.of(file).stream().anyMatch(reaching::contains)) {
					link(root.resolve(file), tree.resolve(file));
					linkIncluded(root, tree, includes.of(file), includes);
					grown = reaching.add(file);
				}
			}
		}
	}

	/** Puts beside a file of the overlay what it includes from beside it, and so on. */
	private static void linkIncluded(Path root, Path tree, List<String> included, QuotedIncludes includes) throws IOException {
		Deque<String> open = new ArrayDeque<>(included);
		while (!open.isEmpty()) {
			String file = open.pop();
			if (isInTree(file, tree) && link(root.resolve(file), tree.resolve(file))) {
				open.addAll(includes.of(file));
			}
		}
	}

	private static boolean isInTree(String path, Path tree) {
		return !path.startsWith("/") && Files.isRegularFile(tree.resolve(path));
	}

	/** @return false if the overlay has the file already: the change's own version, or a link */
	private static boolean link(Path link, Path target) throws IOException {
		Files.createDirectories(link.getParent());
		try {
			Files.createSymbolicLink(link, target);
			return true;
		} catch (FileAlreadyExistsException e) {
			return false;
		}
	}

	private static void write(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text, StandardCharsets.ISO_8859_1);
	}
}

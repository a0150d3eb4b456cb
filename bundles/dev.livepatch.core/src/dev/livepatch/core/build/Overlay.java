package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.kernel.RecordedCommand;

/**
 * The files of one version of an object, under their kernel paths in a directory of their own.
 * <p>
 * For a changed source file that file alone is enough. A changed file that others include is different: the compiler looks beside the including
 * file first, and would find the kernel's own there. Then the overlay mirrors every source file that the object was made from, as links, so that
 * all of them see the changed one wherever they look, and the files beside a changed one, for what it may include anew.
 *
 * @param root     the directory
 * @param replaced kernel paths whose version in the tree must not be compiled
 */
record Overlay(Path root, Set<String> replaced) {

	/** The original source in the overlay's structure. */
	static Overlay original(Path root, RecordedCommand command, String text) throws IOException {
		if (!isGenerated(command)) {
			write(root.resolve(command.source()), text);
		}
		return new Overlay(root, Set.of());
	}

	/** The source with all of a change. */
	static Overlay patched(Path root, RecordedCommand command, Path tree, ChangeSet change) throws IOException {
		Map<String, String> files = new TreeMap<>();
		Set<String> replaced = new TreeSet<>();
		for (FileChange file : change.files()) {
			file.originalPath().ifPresent(replaced::add);
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
		for (Map.Entry<String, String> file : files.entrySet()) {
			write(root.resolve(file.getKey()), file.getValue());
		}
		if (!isGenerated(command) && !files.containsKey(command.source())) {
			write(root.resolve(command.source()), Files.readString(tree.resolve(command.source()), StandardCharsets.ISO_8859_1));
		}
		Set<String> included = replaced.stream().filter(p -> !p.equals(command.source()) && command.dependencies().contains(p))
				.collect(Collectors.toSet());
		if (!included.isEmpty()) {
			mirror(root, command, tree);
			for (String directory : included.stream().map(SourceRoot::directoryOf).collect(Collectors.toSet())) {
				linkSiblings(root.resolve(directory), tree.resolve(directory));
			}
		}
		return new Overlay(root, replaced);
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

	private static void mirror(Path root, RecordedCommand command, Path tree) throws IOException {
		for (String dependency : command.dependencies()) {
			// others lie in the build directory or outside, where no change reaches them
			if (!dependency.startsWith("/") && Files.isRegularFile(tree.resolve(dependency))) {
				link(root.resolve(dependency), tree.resolve(dependency));
			}
		}
	}

	private static void linkSiblings(Path directory, Path original) throws IOException {
		if (!Files.isDirectory(original)) {
			return;
		}
		try (DirectoryStream<Path> siblings = Files.newDirectoryStream(original, "*.*")) {
			for (Path sibling : siblings) {
				link(directory.resolve(sibling.getFileName()), sibling);
			}
		}
	}

	private static void link(Path link, Path target) throws IOException {
		Files.createDirectories(link.getParent());
		try {
			Files.createSymbolicLink(link, target);
		} catch (FileAlreadyExistsException e) {
			// the change's own version, or linked before
			return;
		}
	}

	private static void write(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text, StandardCharsets.ISO_8859_1);
	}
}

package dev.livepatch.core.change;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.process.Cancellation;

/** The files of a project's {@code src} directory, compared with the kernel's. */
final class ProjectSources extends SimpleFileVisitor<Path> {
	private final Path root;
	private final Path sources;
	private final TreeFiles tree;
	private final Cancellation cancellation;
	private final List<FileChange> files = new ArrayList<>();

	ProjectSources(Path root, Path sources, TreeFiles tree, Cancellation cancellation) {
		this.root = root;
		this.sources = sources;
		this.tree = tree;
		this.cancellation = cancellation;
	}

	ChangeSet change(String name) throws ChangeException {
		try {
			if (!Files.isDirectory(sources) || !sources.toRealPath().startsWith(root.toRealPath())) {
				throw error(sources, "this is not a directory of the project");
			}
			Files.walkFileTree(sources, this);
		} catch (ChangeException e) {
			throw e;
		} catch (IOException e) {
			throw error(sources, "the changed files cannot be read: " + e.getMessage());
		}
		files.sort(Comparator.comparing(FileChange::path));
		return new ChangeSet(name, files, List.of());
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
		boolean hidden = directory.getFileName().toString().startsWith(".");
		return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		cancellation.check();
		if (!byproduct(file.getFileName().toString())) {
			if (attributes.isSymbolicLink()) {
				checkLink(file);
			}
			compare(file);
		}
		return FileVisitResult.CONTINUE;
	}

	/** What editors and patch(1) leave beside the files they change. */
	private static boolean byproduct(String name) {
		return name.startsWith(".") || name.startsWith("#") || name.endsWith("~") || name.endsWith(".orig") || name.endsWith(".rej");
	}

	private void checkLink(Path link) throws IOException {
		Path target;
		try {
			target = link.toRealPath();
		} catch (IOException e) {
			throw error(link, "this link leads nowhere; put the changed file itself here");
		}
		if (!target.startsWith(root.toRealPath())) {
			throw error(link, "this link leads out of the project; put a copy of the changed file here");
		}
		if (!Files.isRegularFile(target)) {
			throw error(link, "this link leads to a directory; put a directory with the changed files here");
		}
	}

	private void compare(Path file) throws IOException {
		String path = sources.relativize(file).toString().replace(java.io.File.separatorChar, '/');
		Optional<String> refusal = TreeFiles.refusal(path).or(() -> tree.linkRefusal(path));
		if (refusal.isPresent()) {
			throw error(file, refusal.get());
		}
		String after;
		try {
			after = TreeFiles.text(file);
		} catch (IOException e) {
			throw error(file, "the file cannot be read: " + e.getMessage());
		}
		Optional<String> before = tree.read(path);
		if (before.isEmpty()) {
			files.add(new FileChange.Added(path, after));
		} else if (!before.get().equals(after)) {
			files.add(new FileChange.Modified(path, before.get(), after));
		}
	}

	/** Places are named relative to the project, as the author sees them. */
	private ChangeException error(Path file, String message) {
		return new ChangeException(root.relativize(file).toString(), 0, message);
	}
}

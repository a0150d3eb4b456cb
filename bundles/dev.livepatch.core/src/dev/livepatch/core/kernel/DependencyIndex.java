package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.kernel.TreePaths.Located;
import dev.livepatch.core.kernel.TreePaths.Place;
import dev.livepatch.core.process.Cancellation;

/** Which objects were made from which files of the source tree, as the recorded dependencies of all command files say. */
final class DependencyIndex {
	private DependencyIndex() {
	}

	/**
	 * Reads the command files of the given objects with all processors. Objects without one (made in no recorded way) are passed over.
	 *
	 * @param objects relative to the build directory, sorted
	 */
	static ObjectIndex scan(Path build, List<String> objects, TreePaths paths, Cancellation cancellation) throws KernelException {
		int[][] files = new int[objects.size()][];
		DependencyScanner[] scanners = new DependencyScanner[objects.size()];
		try {
			Workers.run(objects.size(), DependencyScanner::new, (scanner, object) -> {
				files[object] = scanner.files(text(commandFile(build, objects.get(object))));
				scanners[object] = scanner;
			}, cancellation);
		} catch (IOException e) {
			throw new KernelException("the recorded commands below " + build + " cannot be read: " + e.getMessage(), e);
		}
		Map<String, ObjectNumbers> users = new HashMap<>();
		Map<DependencyScanner, ObjectNumbers[]> numbered = new HashMap<>();
		for (int object = 0; object < files.length; object++) {
			ObjectNumbers[] ofFiles = numbered.computeIfAbsent(scanners[object], scanner -> usersOfFiles(scanner, paths, users));
			for (int file : files[object]) {
				if (ofFiles[file] != null) {
					ofFiles[file].add(object);
				}
			}
		}
		return new ObjectIndex(objects, users);
	}

	private static ObjectNumbers[] usersOfFiles(DependencyScanner scanner, TreePaths paths, Map<String, ObjectNumbers> users) {
		ObjectNumbers[] result = new ObjectNumbers[scanner.names().size()];
		for (int file = 0; file < result.length; file++) {
			Located located = paths.locate(scanner.names().name(file));
			if (located.place() == Place.SOURCE) {
				result[file] = users.computeIfAbsent(located.path(), path -> new ObjectNumbers());
			}
		}
		return result;
	}

	private static byte[] text(Path commandFile) throws IOException {
		try {
			return Files.readAllBytes(commandFile);
		} catch (NoSuchFileException e) {
			return new byte[0];
		}
	}

	/** The command file of an object. */
	static Path commandFile(Path build, String object) {
		int slash = object.lastIndexOf('/') + 1;
		return build.resolve(object.substring(0, slash) + "." + object.substring(slash) + ".cmd");
	}
}

package dev.livepatch.core.kernel;

import dev.livepatch.core.kernel.TreePaths.Located;
import dev.livepatch.core.kernel.TreePaths.Place;
import dev.livepatch.core.process.Cancellation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which objects were made from which files of the source tree, as the recorded dependencies of all command files say. */
final class DependencyIndex {
	private final List<String> objects;
	private final Map<String, ObjectNumbers> users;

	private DependencyIndex(List<String> objects, Map<String, ObjectNumbers> users) {
		this.objects = objects;
		this.users = users;
	}

	/**
	 * Reads the command files of the given objects with all processors. Objects without one (made in no recorded way) are passed over.
	 *
	 * @param objects relative to the build directory, sorted
	 */
	static DependencyIndex scan(Path build, List<String> objects, TreePaths paths, Cancellation cancellation) throws KernelException {
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
		return new DependencyIndex(List.copyOf(objects), users);
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

	/** The objects made from a file, sorted. */
	List<String> objects(String sourcePath) {
		ObjectNumbers found = users.get(sourcePath);
		return found == null ? List.of() : found.stream().mapToObj(objects::get).toList();
	}

	/** All files of the source tree that any object was made from, sorted. */
	List<String> files() {
		return users.keySet().stream().sorted().toList();
	}

	void write(DataOutputStream out) throws IOException {
		out.writeInt(objects.size());
		for (String object : objects) {
			out.writeUTF(object);
		}
		out.writeInt(users.size());
		for (Map.Entry<String, ObjectNumbers> entry : users.entrySet()) {
			out.writeUTF(entry.getKey());
			entry.getValue().write(out);
		}
	}

	static DependencyIndex read(DataInputStream in) throws IOException {
		int objectCount = in.readInt();
		List<String> objects = new ArrayList<>();
		for (int i = 0; i < objectCount; i++) {
			objects.add(in.readUTF());
		}
		int fileCount = in.readInt();
		Map<String, ObjectNumbers> users = new HashMap<>();
		for (int i = 0; i < fileCount; i++) {
			users.put(in.readUTF(), ObjectNumbers.read(in));
		}
		return new DependencyIndex(objects, users);
	}
}

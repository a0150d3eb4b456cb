package dev.livepatch.core.kernel;

import dev.livepatch.core.kernel.TreePaths.Located;
import dev.livepatch.core.kernel.TreePaths.Place;
import dev.livepatch.core.process.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** Which objects were made from which files of the source tree, as the recorded dependencies of all command files say. */
final class DependencyIndex {
	private static final byte[] SOURCE = "source_".getBytes(StandardCharsets.US_ASCII);
	private final List<String> objects;
	private final Map<String, BitSet> users;

	private DependencyIndex(List<String> objects, Map<String, BitSet> users) {
		this.objects = objects;
		this.users = users;
	}

	/**
	 * Reads the command files of the given objects with all processors. Objects without one (made in no recorded way) are passed over.
	 *
	 * @param objects relative to the build directory, sorted
	 */
	static DependencyIndex scan(Path build, List<String> objects, TreePaths paths, Cancellation cancellation) throws KernelException {
		AtomicInteger next = new AtomicInteger();
		int workers = Runtime.getRuntime().availableProcessors();
		try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
			Callable<Worker> work = () -> {
				Worker worker = new Worker(objects.size());
				for (int i = next.getAndIncrement(); i < objects.size(); i = next.getAndIncrement()) {
					cancellation.check();
					worker.read(commandFile(build, objects.get(i)), i);
				}
				return worker;
			};
			Map<String, BitSet> users = new HashMap<>();
			for (Future<Worker> done : executor.invokeAll(java.util.Collections.nCopies(workers, work))) {
				done.get().addTo(users, paths);
			}
			return new DependencyIndex(List.copyOf(objects), users);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		} catch (ExecutionException e) {
			if (e.getCause() instanceof CancellationException cancelled) {
				throw cancelled;
			}
			throw new KernelException("the recorded commands below " + build + " cannot be read: " + e.getCause().getMessage(), e.getCause());
		}
	}

	/** The command file of an object. */
	static Path commandFile(Path build, String object) {
		int slash = object.lastIndexOf('/') + 1;
		return build.resolve(object.substring(0, slash) + "." + object.substring(slash) + ".cmd");
	}

	/** The objects made from a file, sorted. */
	List<String> objects(String sourcePath) {
		BitSet found = users.get(sourcePath);
		return found == null ? List.of() : found.stream().mapToObj(objects::get).toList();
	}

	/** All files of the source tree that any object was made from, sorted. */
	List<String> files() {
		return users.keySet().stream().sorted().toList();
	}

	private static final class Worker {
		private final PathTable table = new PathTable();
		private final int objectCount;
		private BitSet[] users = new BitSet[1 << 12];

		Worker(int objectCount) {
			this.objectCount = objectCount;
		}

		void read(Path file, int object) throws IOException {
			byte[] text;
			try {
				text = Files.readAllBytes(file);
			} catch (NoSuchFileException e) {
				return;
			}
			int at = 0;
			while (at < text.length) {
				int end = at;
				while (end < text.length && text[end] != '\n') {
					end++;
				}
				line(text, at, end, object);
				at = end + 1;
			}
		}

		/** Dependencies stand indented on lines of their own, with a backslash after; the source on a line {@code source_X := PATH}. */
		private void line(byte[] text, int from, int to, int object) {
			int start = from;
			if (to - from > SOURCE.length && Arrays.equals(text, from, from + SOURCE.length, SOURCE, 0, SOURCE.length)) {
				for (start = to; start > from && text[start - 1] != ' '; start--) {
				}
			} else if (to - from < 3 || text[from] != ' ') {
				return;
			}
			while (start < to && text[start] == ' ') {
				start++;
			}
			int end = to;
			while (end > start && (text[end - 1] == '\\' || text[end - 1] == ' ')) {
				end--;
			}
			if (end > start && text[start] != '$') {
				add(table.number(text, start, end), object);
			}
		}

		private void add(int file, int object) {
			if (file >= users.length) {
				users = Arrays.copyOf(users, users.length * 2);
			}
			if (users[file] == null) {
				users[file] = new BitSet(objectCount);
			}
			users[file].set(object);
		}

		void addTo(Map<String, BitSet> all, TreePaths paths) {
			for (int i = 0; i < table.size(); i++) {
				Located located = paths.locate(table.name(i));
				if (located.place() == Place.SOURCE) {
					BitSet mine = users[i];
					all.merge(located.path(), mine, (a, b) -> {
						a.or(b);
						return a;
					});
				}
			}
		}
	}
}

package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Machines saved after boot, a file each, named by what they were booted from. Several programs may use one directory: readers need no lock, one at a time saves. */
public final class MachineCache {
	/** Machines kept. */
	public static final int MOST = 8;
	private static final long MOST_BYTES = 2L << 30;
	private static final String SUFFIX = ".machine";
	/** Being written, by the program of this process id. */
	private static final Pattern UNFINISHED = Pattern.compile("\\.new-(\\d{1,10})-.*");

	private final Path directory;

	/** @param directory made when first needed */
	public MachineCache(Path directory) {
		this.directory = directory;
	}

	/**
	 * A machine that can be tried, marked as used just now.
	 *
	 * @return empty if there is none
	 * @throws IOException if there is a file, but it is none
	 */
	public Optional<SavedMachine> find(String key) throws IOException {
		Path file = file(key);
		try {
			SavedMachine found = SavedMachine.open(file);
			if (!found.head().key().equals(key)) {
				found.close();
				throw new IOException("it belongs to another machine");
			}
			touch(file);
			return Optional.of(found);
		} catch (NoSuchFileException e) {
			return Optional.empty();
		}
	}

	public void remove(String key) throws IOException {
		Files.deleteIfExists(file(key));
	}

	/** Where somebody may write a machine just now; closed, it leaves the finished machine or nothing. */
	public final class Place implements AutoCloseable {
		private final FileChannel lock;
		private final Path unfinished;

		private Place(FileChannel lock) throws IOException {
			this.lock = lock;
			unfinished = Files.createTempFile(directory, ".new-" + ProcessHandle.current().pid() + "-", "");
		}

		/** An empty file. */
		public Path file() {
			return unfinished;
		}

		/** Gives the finished file its name; the least recently used go. */
		public void publish(String key) throws IOException {
			Files.move(unfinished, MachineCache.this.file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			evict();
		}

		@Override
		public void close() throws IOException {
			try (lock) {
				Files.deleteIfExists(unfinished);
			}
		}
	}

	/** @return empty if another run saves a machine just now */
	public Optional<Place> place() throws IOException {
		Files.createDirectories(directory);
		FileChannel channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		try {
			FileLock lock = channel.tryLock();
			if (lock != null) {
				sweep();
				return Optional.of(new Place(channel));
			}
		} catch (OverlappingFileLockException e) {
			// another thread of this program
			channel.close();
			return Optional.empty();
		} catch (IOException e) {
			channel.close();
			throw e;
		}
		channel.close();
		return Optional.empty();
	}

	private Path file(String key) {
		return directory.resolve(key + SUFFIX);
	}

	private static void touch(Path file) {
		try {
			Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
		} catch (IOException e) {
			// somebody else's, or removed just now: it can be read all the same
			return;
		}
	}

	/** Removes what programs left behind that were killed while saving. */
	private void sweep() throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".new-*")) {
			for (Path file : files) {
				Matcher m = UNFINISHED.matcher(file.getFileName().toString());
				if (m.matches() && ProcessHandle.of(Long.parseLong(m.group(1))).isEmpty()) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

	private record Stored(Path file, long size, FileTime used) {
	}

	private void evict() throws IOException {
		List<Stored> all = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
			for (Path file : files) {
				all.add(new Stored(file, Files.size(file), Files.getLastModifiedTime(file)));
			}
		} catch (NoSuchFileException e) {
			// removed by a run that could not start it: counted the next time
			return;
		}
		all.sort(Comparator.comparing(Stored::used).reversed());
		long total = 0;
		for (int i = 0; i < all.size(); i++) {
			total += all.get(i).size();
			if (i >= MOST || i > 0 && total > MOST_BYTES) {
				Files.deleteIfExists(all.get(i).file());
			}
		}
	}
}

package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/** Compiled originals by content key: a directory each, bounded in size, used by several processes at once. */
final class OriginalCache {
	/** What the object is called in its entry. */
	static final String OBJECT = "object";
	private static final Duration ABANDONED = Duration.ofHours(1);
	private final Path directory;
	private final long limit;

	/** @param limit bytes of all entries together, from where on the least recently used go */
	OriginalCache(Path directory, long limit) {
		this.directory = directory;
		this.limit = limit;
	}

	/** Makes an entry in an empty directory. */
	@FunctionalInterface
	interface Maker {
		void make(Path directory) throws IOException;
	}

	/** @param hit whether it was there already */
	record Entry(Path directory, boolean hit) {
	}

	Entry get(String key, Maker maker, Cancellation cancellation) throws ToolException {
		try {
			Path entry = directory.resolve(key);
			if (touched(entry)) {
				return new Entry(entry, true);
			}
			AtomicBoolean made = new AtomicBoolean();
			CacheLock.holding(directory, key, cancellation, () -> {
				if (!touched(entry)) {
					make(entry, maker);
					made.set(true);
				}
			});
			if (made.get()) {
				evict(entry);
			}
			return new Entry(entry, !made.get());
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException("cache of compiled originals in " + directory + ": " + e.getMessage(), e);
		}
	}

	private static void make(Path entry, Maker maker) throws IOException {
		Path unfinished = Files.createDirectory(CacheFiles.beside(entry));
		try {
			maker.make(unfinished);
			CacheFiles.publish(unfinished, entry);
		} finally {
			CacheFiles.delete(unfinished);
		}
	}

	private static boolean touched(Path entry) throws IOException {
		try {
			Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
			return true;
		} catch (NoSuchFileException e) {
			return false;
		}
	}

	private record Stored(Path path, Instant used, long size) {
	}

	private void evict(Path justMade) throws IOException {
		List<Stored> entries = new ArrayList<>();
		try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
			for (Path path : paths) {
				stored(path, entries);
			}
		}
		long total = entries.stream().mapToLong(Stored::size).sum();
		entries.sort(Comparator.comparing(Stored::used));
		for (Stored entry : entries) {
			boolean unfinished = entry.path.getFileName().toString().startsWith(CacheFiles.UNFINISHED);
			boolean abandoned = unfinished && entry.used.isBefore(Instant.now().minus(ABANDONED));
			if (abandoned || total > limit && !unfinished && !entry.path.equals(justMade)) {
				remove(entry.path);
				total -= entry.size;
			}
		}
	}

	private static void stored(Path path, List<Stored> entries) throws IOException {
		if (path.getFileName().toString().equals("locks") || !Files.isDirectory(path)) {
			return;
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
			long size = 0;
			for (Path file : files) {
				size += Files.size(file);
			}
			entries.add(new Stored(path, Files.getLastModifiedTime(path).toInstant(), size));
		} catch (NoSuchFileException e) {
			// gone meanwhile: another process tidies up too
			return;
		}
	}

	private static void remove(Path entry) throws IOException {
		// renamed first: nobody finds it half deleted
		Path doomed = CacheFiles.beside(entry);
		try {
			Files.move(entry, doomed);
		} catch (NoSuchFileException e) {
			return;
		}
		CacheFiles.delete(doomed);
	}
}

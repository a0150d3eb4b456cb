package dev.livepatch.core.kernel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Keeps what is gathered from a whole kernel build in the user's cache: one file for each kind of index and each build, with a stamp of what it was gathered from, which tells
 * whether it still holds.
 */
final class IndexCache {
	/** Files kept of each kind, the latest written: a developer has some kernels, and each takes a megabyte or a few. */
	private static final int KEPT = 16;

	/**
	 * A kind of index.
	 *
	 * @param directory in the cache
	 * @param format    number of its format; another one for each change of it
	 * @param reader    the opposite of {@code writer}
	 */
	record Kind<T>(String directory, int format, Reader<T> reader, Writer<T> writer) {
	}

	/** What was written. */
	@FunctionalInterface
	interface Reader<T> {
		T read(DataInputStream in) throws IOException;
	}

	/** Writes all of an index. */
	@FunctionalInterface
	interface Writer<T> {
		void write(T index, DataOutputStream out) throws IOException;
	}

	/** Tells apart the states of what an index is gathered from. */
	@FunctionalInterface
	interface Stamp {
		String read() throws IOException;
	}

	/** Gathers an index. */
	@FunctionalInterface
	interface Maker<T> {
		T make() throws KernelException;
	}

	private IndexCache() {
	}

	/** The index of a build or binary, from the cache if it holds, else made and put there. */
	static <T> T get(Kind<T> kind, Path about, Stamp source, Maker<T> maker) throws KernelException {
		Path file;
		String stamp;
		try {
			file = file(kind, about);
			stamp = digest(source.read());
		} catch (IOException e) {
			// the build is being changed right now: nothing to keep
			return maker.make();
		}
		T known = read(kind, file, stamp);
		if (known == null) {
			known = maker.make();
			write(kind, known, file, stamp);
		}
		return known;
	}

	/** Keeps another index than the one that is kept. */
	static <T> void put(Kind<T> kind, Path about, Stamp source, T index) throws KernelException {
		try {
			write(kind, index, file(kind, about), digest(source.read()));
		} catch (IOException e) {
			throw new KernelException("what is known of " + about + " cannot be kept: " + e.getMessage(), e);
		}
	}

	private static Path file(Kind<?> kind, Path about) {
		return CacheDirectory.of(System.getenv()).resolve(kind.directory()).resolve(digest(about.toString()));
	}

	private static <T> T read(Kind<T> kind, Path file, String stamp) {
		try {
			byte[] bytes = Files.readAllBytes(file);
			ByteBuffer content = ByteBuffer.wrap(bytes);
			int end = bytes.length - Long.BYTES;
			if (end < 0 || content.getLong(end) != sum(bytes, end)) {
				return null;
			}
			DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
			return in.readInt() == kind.format() && in.readUTF().equals(stamp) ? kind.reader().read(in) : null;
		} catch (IOException e) {
			// not there, or cut short: it is made and written again
			return null;
		}
	}

	private static <T> void write(Kind<T> kind, T index, Path file, String stamp) {
		Path unfinished = null;
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(bytes);
			out.writeInt(kind.format());
			out.writeUTF(stamp);
			kind.writer().write(index, out);
			out.writeLong(sum(bytes.toByteArray(), bytes.size()));
			Files.createDirectories(file.getParent());
			unfinished = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
			Files.write(unfinished, bytes.toByteArray());
			Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			prune(file.getParent());
		} catch (IOException e) {
			// a cache that cannot be written costs time, nothing else
			deleteQuietly(unfinished);
		}
	}

	private static void prune(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			List<Path> latestFirst = files.sorted(Comparator.comparing(IndexCache::written).reversed()).toList();
			for (Path old : latestFirst.subList(Math.min(KEPT, latestFirst.size()), latestFirst.size())) {
				Files.deleteIfExists(old);
			}
		}
	}

	private static FileTime written(Path file) {
		try {
			return Files.getLastModifiedTime(file);
		} catch (IOException e) {
			// removed by another run just now
			return FileTime.fromMillis(0);
		}
	}

	private static long sum(byte[] bytes, int length) {
		CRC32 sum = new CRC32();
		sum.update(bytes, 0, length);
		return sum.getValue();
	}

	private static void deleteQuietly(Path unfinished) {
		try {
			if (unfinished != null) {
				Files.deleteIfExists(unfinished);
			}
		} catch (IOException e) {
			// as above
		}
	}

	private static String digest(String text) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}
}

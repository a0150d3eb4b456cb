package dev.livepatch.core.kernel;

import dev.livepatch.core.process.Cancellation;
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
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Keeps dependency indexes in the user's cache, one for each build directory. kbuild makes and removes files beside each object that it
 * compiles, so the times of the objects' directories tell whether an index still holds.
 */
final class IndexCache {
	private static final int FORMAT = 0x4c504931;
	private static final String DIRECTORY = "dependencies";
	/** Below this, reading the command files is as fast as reading the cache. */
	private static final int WORTHWHILE = 200;
	/** Indexes kept, the latest written: a developer has some kernels, and each takes a megabyte or a few. */
	private static final int KEPT = 16;
	private final Path file;
	private final String stamp;

	private IndexCache(Path file, String stamp) {
		this.file = file;
		this.stamp = stamp;
	}

	/** The index of a build's objects, from the cache if it holds, else scanned and put there. */
	static DependencyIndex index(Path build, List<String> objects, TreePaths paths, Cancellation cancellation) throws KernelException {
		IndexCache cache;
		if (objects.size() < WORTHWHILE) {
			return DependencyIndex.scan(build, objects, paths, cancellation);
		}
		try {
			Path directory = directory(System.getenv());
			cache = new IndexCache(directory.resolve(digest(build.toString())), stamp(build, objects));
		} catch (IOException e) {
			// the build is being changed right now: nothing to keep
			return DependencyIndex.scan(build, objects, paths, cancellation);
		}
		DependencyIndex known = cache.read();
		if (known == null) {
			known = DependencyIndex.scan(build, objects, paths, cancellation);
			cache.write(known);
		}
		return known;
	}

	/** {@code LIVEPATCH_CACHE}, else the XDG cache directory's own part for these tools. */
	private static Path directory(Map<String, String> environment) {
		String own = environment.getOrDefault("LIVEPATCH_CACHE", "");
		String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
		Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
		return (own.isEmpty() ? base.resolve("livepatch-tools") : Path.of(own)).resolve(DIRECTORY);
	}

	private static String stamp(Path build, List<String> objects) throws IOException {
		StringBuilder text = new StringBuilder().append(build).append('\n').append(objects.hashCode()).append('\n');
		String last = null;
		for (String object : objects) {
			String directory = object.substring(0, object.lastIndexOf('/') + 1);
			if (!directory.equals(last)) {
				text.append(directory).append(' ').append(Files.getLastModifiedTime(build.resolve(directory))).append('\n');
				last = directory;
			}
		}
		return digest(text.toString());
	}

	private DependencyIndex read() {
		try {
			byte[] bytes = Files.readAllBytes(file);
			ByteBuffer content = ByteBuffer.wrap(bytes);
			int end = bytes.length - Long.BYTES;
			if (end < 0 || content.getLong(end) != sum(bytes, end)) {
				return null;
			}
			DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
			return in.readInt() == FORMAT && in.readUTF().equals(stamp) ? DependencyIndex.read(in) : null;
		} catch (IOException e) {
			// not there, or cut short: it is scanned and written again
			return null;
		}
	}

	private void write(DependencyIndex index) {
		Path unfinished = null;
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(bytes);
			out.writeInt(FORMAT);
			out.writeUTF(stamp);
			index.write(out);
			out.writeLong(sum(bytes.toByteArray(), bytes.size()));
			Files.createDirectories(file.getParent());
			unfinished = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
			Files.write(unfinished, bytes.toByteArray());
			Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			prune();
		} catch (IOException e) {
			// a cache that cannot be written costs time, nothing else
			deleteQuietly(unfinished);
		}
	}

	private void prune() throws IOException {
		try (Stream<Path> files = Files.list(file.getParent())) {
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

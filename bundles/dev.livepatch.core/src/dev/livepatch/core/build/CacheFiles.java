package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What cache entries have in common: content keys, and being written beside their place and renamed. */
final class CacheFiles {
	/** Starts the name of everything that is being written. */
	static final String UNFINISHED = ".new-";

	private CacheFiles() {
	}

	/** A name beside {@code target} that nobody else uses. */
	static Path beside(Path target) throws IOException {
		Files.createDirectories(target.getParent());
		return target.resolveSibling(UNFINISHED + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
	}

	/** Gives a finished file its name. If somebody was faster, theirs or ours stays: both have the same content. */
	static void publish(Path finished, Path target) throws IOException {
		try {
			Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
		} catch (AtomicMoveNotSupportedException e) {
			throw new IOException("cache directory " + target.getParent() + " cannot rename files", e);
		}
	}

	/** Deletes a directory and all in it, following no link. Does nothing if it is not there. */
	static void delete(Path directory) throws IOException {
		try {
			Files.walkFileTree(directory, new SimpleFileVisitor<>() {
				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.deleteIfExists(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
					if (e instanceof NoSuchFileException) {
						return FileVisitResult.CONTINUE;
					}
					throw e;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
					Files.deleteIfExists(visited);
					return FileVisitResult.CONTINUE;
				}
			});
		} catch (NoSuchFileException e) {
			// another process tidies the same cache
			return;
		}
	}

	/** Collects what a cached thing depends on. */
	static final class Key {
		private final MessageDigest digest;

		Key(String kind) {
			try {
				digest = MessageDigest.getInstance("SHA-256");
			} catch (NoSuchAlgorithmException e) {
				throw new IllegalStateException("every Java platform has SHA-256", e);
			}
			add(kind);
		}

		Key add(String text) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			// with its length, so that no two series of texts look the same
			digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
			digest.update(bytes);
			return this;
		}

		Key add(Iterable<String> texts) {
			texts.forEach(this::add);
			return add("\0");
		}

		/** A file by name, size and time of change; also if it is missing. */
		Key stamp(Path file) {
			add(file.toString());
			try {
				BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
				return add(attributes.size() + " " + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
			} catch (IOException e) {
				return add("missing");
			}
		}

		/** 32 hexadecimal digits. */
		String name() {
			return HexFormat.of().formatHex(digest.digest(), 0, 16);
		}
	}
}

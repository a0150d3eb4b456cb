package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;

/** A short name for one build of one kernel, for the keys of caches. */
final class Fingerprint {
	private static final int BYTES = 16;

	private Fingerprint() {
	}

	static String of(Path build, Path vmlinux, String release) {
		try {
			MessageDigest digest = digest();
			digest.update((release + "\n" + image(vmlinux) + "\n").getBytes(StandardCharsets.UTF_8));
			digest.update(Files.readAllBytes(build.resolve(".config")));
			return name(digest);
		} catch (IOException e) {
			throw new IllegalStateException("the configuration of " + build + ", which could be read before, cannot be read: " + e.getMessage(), e);
		}
	}

	/** For the modules' files by size and time, and for what is said of all of them: which they are, and what they export. */
	static String ofModules(Path build, Path symvers, Collection<Path> files) {
		MessageDigest digest = digest();
		Stream.concat(Stream.of(build.resolve(LinkedObjects.MODULES), symvers), files.stream())
				.forEach(file -> digest.update((file + " " + stamp(file) + "\n").getBytes(StandardCharsets.UTF_8)));
		return name(digest);
	}

	private static String stamp(Path file) {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return attributes.size() + " " + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
		} catch (IOException e) {
			return "missing";
		}
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java platform has SHA-256", e);
		}
	}

	private static String name(MessageDigest digest) {
		return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
	}

	private static String image(Path vmlinux) throws IOException {
		if (!Files.exists(vmlinux)) {
			return "no vmlinux";
		}
		try {
			Optional<String> id = ObjectFile.read(vmlinux).buildId();
			if (id.isPresent()) {
				return id.get();
			}
		} catch (ObjectFormatException e) {
			// told among the build's problems; its size and time stand for it here
		}
		return Files.size(vmlinux) + " " + Files.getLastModifiedTime(vmlinux).toMillis();
	}
}

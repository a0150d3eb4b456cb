package dev.livepatch.core.kernel;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A short name for one build of one kernel, for the keys of caches. */
final class Fingerprint {
	private static final int BYTES = 16;

	private Fingerprint() {
	}

	static String of(Path build, Path vmlinux, String release) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update((release + "\n" + image(vmlinux) + "\n").getBytes(StandardCharsets.UTF_8));
			digest.update(Files.readAllBytes(build.resolve(".config")));
			return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
		} catch (NoSuchAlgorithmException | IOException e) {
			throw new IllegalStateException("the configuration of " + build + ", which could be read before, cannot be read: " + e.getMessage(), e);
		}
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

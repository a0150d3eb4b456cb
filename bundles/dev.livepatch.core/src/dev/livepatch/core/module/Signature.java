package dev.livepatch.core.module;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The signature at the end of a module's file, behind the object. Whether a kernel trusts it is not asked.
 *
 * @param size of the signature itself, in bytes
 */
public record Signature(long size) {
	private static final String MARKER = "~Module signature appended~\n";
	/** {@code struct module_signature} (include/linux/module_signature.h): eight bytes, then the size, most significant byte first. */
	private static final int HEADER = 12;

	/** Empty if there is none, or if the end of the file is not as the kernel wants it. */
	static Optional<Signature> of(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			long end = channel.size() - MARKER.length();
			if (end < HEADER) {
				return Optional.empty();
			}
			ByteBuffer tail = ByteBuffer.allocate(HEADER + MARKER.length());
			for (long at = end - HEADER; tail.hasRemaining();) {
				int read = channel.read(tail, at + tail.position());
				if (read < 0) {
					return Optional.empty();
				}
			}
			String marker = new String(tail.array(), HEADER, MARKER.length(), StandardCharsets.ISO_8859_1);
			long size = Integer.toUnsignedLong(tail.getInt(HEADER - 4));
			return marker.equals(MARKER) && size <= end - HEADER ? Optional.of(new Signature(size)) : Optional.empty();
		}
	}
}

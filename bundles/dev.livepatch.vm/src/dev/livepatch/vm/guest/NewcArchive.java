package dev.livepatch.vm.guest;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Writes a cpio archive as the kernel unpacks it at boot: format “newc” of {@code Documentation/driver-api/early-userspace/buffer-format.rst}.
 * The same content gives the same bytes: all owned by root, no times. Several archives may follow one another in one file.
 */
final class NewcArchive implements Closeable {
	private static final String MAGIC = "070701";
	private static final String TRAILER = "TRAILER!!!";
	private static final int HEADER_SIZE = 110;
	private static final int ALIGNMENT = 4;
	// inode(7)
	private static final int DIRECTORY = 0040000;
	private static final int CHARACTER_DEVICE = 0020000;
	private static final int REGULAR = 0100000;

	private final OutputStream out;
	private int lastInode;

	/** @param out left open */
	NewcArchive(OutputStream out) {
		this.out = out;
	}

	void directory(String name) throws IOException {
		put(name, DIRECTORY | 0755, 0, 0, new byte[0]);
	}

	void characterDevice(String name, int major, int minor) throws IOException {
		put(name, CHARACTER_DEVICE | 0600, major, minor, new byte[0]);
	}

	/** @param permissions such as 0755 */
	void file(String name, int permissions, byte[] content) throws IOException {
		put(name, REGULAR | permissions, 0, 0, content);
	}

	/** @param permissions such as 0755 */
	void file(String name, int permissions, Path content) throws IOException {
		file(name, permissions, Files.readAllBytes(content));
	}

	/** Writes the trailer. */
	@Override
	public void close() throws IOException {
		put(TRAILER, 0, 0, 0, new byte[0]);
		out.flush();
	}

	private void put(String name, int mode, int major, int minor, byte[] content) throws IOException {
		byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
		int inode = ++lastInode;
		StringBuilder header = new StringBuilder(HEADER_SIZE).append(MAGIC);
		// inode, mode, uid, gid, links, time, size, device of the file (2), device it is (2), length of the name with its final zero, checksum
		for (int field : new int[] { inode, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, nameBytes.length + 1, 0 }) {
			header.append(HexFormat.of().toHexDigits(field));
		}
		out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
		out.write(nameBytes);
		out.write(0);
		pad(HEADER_SIZE + nameBytes.length + 1);
		out.write(content);
		pad(content.length);
	}

	private void pad(int written) throws IOException {
		out.write(new byte[-written & (ALIGNMENT - 1)]);
	}
}

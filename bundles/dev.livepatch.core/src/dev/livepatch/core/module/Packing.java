package dev.livepatch.core.module;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import dev.livepatch.core.object.ObjectFile;

/** How a module's file is compressed as a whole (the kernel's {@code CONFIG_MODULE_COMPRESS_*}), by its first bytes. */
enum Packing {
	NONE, GZIP, XZ, ZSTD;

	/** Modules are a few megabytes, with debug information a few hundred; more than this is a bomb. */
	private static final int LARGEST = 1 << 30;
	private static final int GZIP_MAGIC = 0x1f8b;
	private static final int XZ_MAGIC = 0xfd377a58;
	private static final int ZSTD_MAGIC = 0x28b52ffd;

	static Packing of(Path file) throws IOException {
		byte[] start;
		try (InputStream in = Files.newInputStream(file)) {
			start = in.readNBytes(4);
		}
		int magic = start.length < 4 ? 0 : ByteBuffer.wrap(start).getInt();
		return magic >>> 16 == GZIP_MAGIC ? GZIP : magic == XZ_MAGIC ? XZ : magic == ZSTD_MAGIC ? ZSTD : NONE;
	}

	/** @throws IOException if the file cannot be read, or is packed in a way that needs a tool; says which */
	ObjectFile read(Path file) throws IOException {
		return switch (this) {
			case NONE -> ObjectFile.read(file);
			case GZIP -> ObjectFile.read(file, gunzip(file));
			case XZ -> throw packed(file, "xz", "unxz --keep");
			case ZSTD -> throw packed(file, "zstd", "unzstd");
		};
	}

	private static ByteBuffer gunzip(Path file) throws IOException {
		try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
			byte[] contents = in.readNBytes(LARGEST);
			if (in.read() >= 0) {
				throw new IOException(file + ": more than " + (LARGEST >> 20) + " MB when unpacked: no module is that large");
			}
			return ByteBuffer.wrap(contents);
		} catch (java.util.zip.ZipException | java.io.EOFException e) {
			throw new IOException(file + ": the gzip data are damaged or cut off" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"), e);
		}
	}

	private static IOException packed(Path file, String format, String tool) {
		return new IOException(file + " is compressed with " + format + ", which is not read here; unpack it first: " + tool + " " + file.getFileName());
	}
}

package dev.livepatch.core.module;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

import dev.livepatch.core.object.ObjectFile;

/** How a module's file is compressed as a whole (the kernel's {@code CONFIG_MODULE_COMPRESS_*}), by its first bytes. */
enum Packing {
	NONE, GZIP, XZ, ZSTD;

	/** Modules are a few megabytes, with debug information a few hundred; more than this is a bomb, and so is what would take most of this program's memory. */
	private static final int LARGEST = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 8);
	/** What unpacking may take besides: the kernel's build has dictionaries of 2 MiB (scripts/Makefile.modinst), xz at its best of 64. */
	private static final int XZ_KILOBYTES = 80 << 10;
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
			case GZIP -> ObjectFile.read(file, unpacked(file, GZIPInputStream::new));
			case XZ -> ObjectFile.read(file, unpacked(file, in -> new XZInputStream(in, XZ_KILOBYTES)));
			case ZSTD -> throw new IOException(file + " is compressed with zstd, which is not read here; unpack it first: unzstd " + file.getFileName());
		};
	}

	@FunctionalInterface
	private interface Unpacker {
		InputStream open(InputStream packed) throws IOException;
	}

	private static ByteBuffer unpacked(Path file, Unpacker unpacker) throws IOException {
		try (InputStream packed = Files.newInputStream(file); InputStream in = unpacker.open(packed)) {
			byte[] contents = in.readNBytes(LARGEST);
			if (in.read() >= 0) {
				throw new IOException(file + ": more than " + (LARGEST >> 20) + " MB when unpacked: no module is that large");
			}
			return ByteBuffer.wrap(contents);
		} catch (MemoryLimitException e) {
			throw new IOException(file + ": unpacking takes " + (e.getMemoryNeeded() >> 10) + " MB, which no module needs; unpack it first: unxz --keep " + file.getFileName(), e);
		} catch (ZipException | EOFException | XZIOException e) {
			throw new IOException(file + ": the compressed data are damaged or cut off" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"), e);
		}
	}
}

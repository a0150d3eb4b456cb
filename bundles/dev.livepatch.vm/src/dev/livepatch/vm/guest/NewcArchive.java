package dev.livepatch.vm.guest;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * Writes a cpio archive as the kernel unpacks it at boot ({@code Documentation/driver-api/early-userspace/buffer-format.rst}).
 * The same content gives the same bytes: all owned by root, no times. Several archives may follow one another in one file.
 */
final class NewcArchive implements Closeable {
	private final CpioArchiveOutputStream cpio;

	/** @param out left open */
	NewcArchive(OutputStream out) {
		cpio = new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW);
	}

	void directory(String name) throws IOException {
		put(entry(name, CpioConstants.C_ISDIR | 0755, 0), new byte[0]);
	}

	void characterDevice(String name, int major, int minor) throws IOException {
		CpioArchiveEntry entry = entry(name, CpioConstants.C_ISCHR | 0600, 0);
		entry.setRemoteDeviceMaj(major);
		entry.setRemoteDeviceMin(minor);
		put(entry, new byte[0]);
	}

	/** @param permissions such as 0755 */
	void file(String name, int permissions, byte[] content) throws IOException {
		put(entry(name, CpioConstants.C_ISREG | permissions, content.length), content);
	}

	/** @param permissions such as 0755 */
	void file(String name, int permissions, Path content) throws IOException {
		file(name, permissions, Files.readAllBytes(content));
	}

	/** Writes the trailer. */
	@Override
	public void close() throws IOException {
		cpio.finish();
		cpio.flush();
	}

	private static CpioArchiveEntry entry(String name, long mode, long size) {
		CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, size);
		entry.setMode(mode);
		entry.setNumberOfLinks(1);
		entry.setTime(0);
		return entry;
	}

	private void put(CpioArchiveEntry entry, byte[] content) throws IOException {
		cpio.putArchiveEntry(entry);
		cpio.write(content);
		cpio.closeArchiveEntry();
	}
}

package dev.livepatch.vm.qemu;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A machine in a file: a head that tells what it is, its state as QEMU's migration gave it, and the CRC-32C of both. Being read, the file may be removed.
 */
public final class SavedMachine implements AutoCloseable {
	/** Bytes that a saved state may have. */
	static final long LARGEST = 1L << 30;
	private static final long FORMAT = 0x4c504d_41434801L;
	private static final int LONGEST_TEXT = 1 << 25;
	private static final int BUFFER = 1 << 18;

	/**
	 * What is known of a machine beside its state.
	 *
	 * @param key         of the cache
	 * @param qemuVersion as QEMU's monitor tells it
	 * @param hello       what the guest's agent told of the kernel
	 * @param console     what the guest had written to its console
	 */
	public record Head(String key, String qemuVersion, Instant savedAt, String hello, String console) {

		private void write(DataOutputStream out) throws IOException {
			out.writeLong(FORMAT);
			out.writeLong(savedAt.getEpochSecond());
			for (String text : texts()) {
				byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
				out.writeInt(bytes.length);
				out.write(bytes);
			}
		}

		private static Head read(DataInputStream in) throws IOException {
			if (in.readLong() != FORMAT) {
				throw new IOException("it is not a saved machine, or of another format");
			}
			// whatever a damaged head says, its checksum is read before it is believed
			Instant savedAt = Instant.ofEpochSecond(Math.clamp(in.readLong(), 0, Instant.MAX.getEpochSecond()));
			return new Head(text(in), text(in), savedAt, text(in), text(in));
		}

		private long size() {
			return 2L * Long.BYTES + texts().stream().mapToLong(t -> Integer.BYTES + t.getBytes(StandardCharsets.UTF_8).length).sum();
		}

		private List<String> texts() {
			return List.of(key, qemuVersion, hello, console);
		}

		private static String text(DataInputStream in) throws IOException {
			int length = in.readInt();
			if (length < 0 || length > LONGEST_TEXT) {
				throw new IOException("its head is damaged");
			}
			byte[] bytes = in.readNBytes(length);
			if (bytes.length < length) {
				throw new EOFException();
			}
			return new String(bytes, StandardCharsets.UTF_8);
		}
	}

	private final CheckedInputStream in;
	private final Head head;
	private final long end;

	private SavedMachine(CheckedInputStream in, long end) throws IOException {
		this.in = in;
		this.end = end;
		head = Head.read(new DataInputStream(in));
	}

	/** @throws IOException if it cannot be read, or is none */
	public static SavedMachine open(Path file) throws IOException {
		InputStream in = Files.newInputStream(file);
		try {
			return new SavedMachine(new CheckedInputStream(new BufferedInputStream(in, BUFFER), new CRC32C()), Files.size(file) - Long.BYTES);
		} catch (IOException e) {
			in.close();
			throw e instanceof EOFException ? new IOException("it is cut short", e) : e;
		}
	}

	/**
	 * Writes a file.
	 *
	 * @param file  exists
	 * @param state read to its end
	 * @throws IOException if that cannot be written, or is too large
	 */
	public static void write(Path file, Head head, InputStream state) throws IOException {
		try (CheckedOutputStream sum = new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE), BUFFER), new CRC32C());
				DataOutputStream out = new DataOutputStream(sum)) {
			head.write(out);
			byte[] buffer = new byte[BUFFER];
			long size = 0;
			for (int n; (n = state.read(buffer)) >= 0;) {
				size += n;
				if (size > LARGEST) {
					throw new IOException("its state has more than " + (LARGEST >> 20) + " MB");
				}
				out.write(buffer, 0, n);
			}
			out.writeLong(sum.getChecksum().getValue());
		}
	}

	public Head head() {
		return head;
	}

	/**
	 * Copies the state, once.
	 *
	 * @throws IOException if the file is damaged, which is known only when all has been copied; or from {@code out}
	 */
	public void copyTo(OutputStream out) throws IOException {
		byte[] buffer = new byte[BUFFER];
		long left = end - head.size();
		while (left > 0) {
			int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
			if (n < 0) {
				throw new EOFException("it is cut short");
			}
			out.write(buffer, 0, n);
			left -= n;
		}
		long sum = in.getChecksum().getValue();
		if (left < 0 || new DataInputStream(in).readLong() != sum) {
			throw new IOException("its checksum is wrong: it is damaged");
		}
	}

	@Override
	public void close() throws IOException {
		in.close();
	}
}

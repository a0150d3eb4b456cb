package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** One Unix-domain socket that QEMU connects to, with a thread that reads it to its end. */
final class SocketPort implements AutoCloseable {
	private static final int BUFFER = 1 << 14;

	private final ServerSocketChannel server;
	private volatile SocketChannel connected;
	private final String name;
	private Thread reader;

	/** Listens. */
	SocketPort(Path path, String name) throws IOException {
		this.name = name;
		server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			server.bind(UnixDomainSocketAddress.of(path), 1);
		} catch (IOException e) {
			server.close();
			throw e;
		}
	}

	/** Takes the connection when it comes, and then what it brings. */
	void start(ByteSink sink) {
		reader = Thread.ofPlatform().daemon().name("livepatch machine " + name).start(() -> read(sink));
	}

	/** Bytes to the guest or monitor. */
	OutputStream output() {
		return new OutputStream() {
			@Override
			public void write(int b) throws IOException {
				write(new byte[] { (byte) b }, 0, 1);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				SocketChannel channel = connected;
				if (channel == null) {
					throw new IOException("the emulator has not connected yet");
				}
				ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
			}
		};
	}

	/** Waits until everything that was sent has been taken, once the other end is closed. */
	void drain(long millis) throws InterruptedException {
		if (reader != null) {
			reader.join(millis);
		}
	}

	@Override
	public void close() throws IOException {
		server.close();
		SocketChannel channel = connected;
		if (channel != null) {
			channel.close();
		}
	}

	private void read(ByteSink sink) {
		try (SocketChannel channel = server.accept()) {
			connected = channel;
			ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
			while (channel.read(buffer) >= 0) {
				sink.accept(buffer.array(), buffer.position());
				buffer.clear();
			}
		} catch (IOException e) {
			// closed at the end of the run, or the emulator died: its exit is what counts
			connected = null;
		}
	}
}

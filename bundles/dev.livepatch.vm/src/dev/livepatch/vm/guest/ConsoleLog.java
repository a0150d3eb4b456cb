package dev.livepatch.vm.guest;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Keeps what the guest's console says in a file and hands it on, up to a limit; the kernel's lines are read beyond it as well. */
public final class ConsoleLog implements AutoCloseable {
	/** Characters kept and handed on. */
	public static final int LIMIT = 4 << 20;
	private static final int LONGEST_LINE = 4096;

	private final ConsoleText text = new ConsoleText();
	private final KernelConsole kernel;
	private final Consumer<String> listener;
	private final BufferedWriter file;
	private final StringBuilder line = new StringBuilder();
	private int kept;
	private IOException failure;

	/** @param listener takes the text as it comes */
	public ConsoleLog(Path file, KernelConsole kernel, Consumer<String> listener) throws IOException {
		this.kernel = kernel;
		this.listener = listener;
		this.file = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
	}

	/** By one thread at a time. */
	public void accept(byte[] bytes, int length) {
		String piece = text.accept(bytes, length);
		keep(piece);
		for (int i = 0; i < piece.length(); i++) {
			char c = piece.charAt(i);
			if (c == '\n') {
				kernel.line(line.toString());
				line.setLength(0);
			} else if (line.length() < LONGEST_LINE) {
				line.append(c);
			}
		}
	}

	/** @throws IOException if something could not be written */
	@Override
	public synchronized void close() throws IOException {
		file.close();
		if (failure != null) {
			throw failure;
		}
	}

	private synchronized void keep(String piece) {
		if (kept >= LIMIT || failure != null) {
			return;
		}
		String part = piece.substring(0, Math.min(piece.length(), LIMIT - kept));
		kept += part.length();
		if (kept >= LIMIT) {
			part += "\n[the guest's console wrote more than " + LIMIT / (1 << 20) + " MB; the rest is not kept]\n";
		}
		try {
			file.write(part);
			file.flush();
		} catch (IOException e) {
			failure = e;
		}
		if (!part.isEmpty()) {
			listener.accept(part);
		}
	}
}

package dev.livepatch.vm.qemu;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of bytes that come in pieces. What goes beyond the longest line allowed is dropped, carriage returns at the end as well. */
public final class LineSplitter implements ByteSink {
	private final int longest;
	private final Consumer<String> lines;
	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	/** @param longest in bytes */
	public LineSplitter(int longest, Consumer<String> lines) {
		this.longest = longest;
		this.lines = lines;
	}

	@Override
	public void accept(byte[] bytes, int length) {
		for (int i = 0; i < length; i++) {
			if (bytes[i] == '\n') {
				String text = line.toString(StandardCharsets.UTF_8);
				line.reset();
				lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
			} else if (line.size() < longest) {
				line.write(bytes[i]);
			}
		}
	}
}

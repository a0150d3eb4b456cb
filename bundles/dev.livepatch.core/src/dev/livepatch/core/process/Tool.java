package dev.livepatch.core.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs external tools: drained streams, a deadline, cancellation, and no process left behind. */
public final class Tool {
	/** Bytes kept of each stream; what a tool writes beyond is read and dropped. */
	public static final int MAX_OUTPUT = 16 << 20;
	private static final long POLL_MILLIS = 20;
	private static final Duration GRACE = Duration.ofMillis(500);

	private Tool() {
	}

	/**
	 * Runs a tool to its end.
	 *
	 * @throws ToolException         if it cannot be started or runs past its deadline
	 * @throws CancellationException if cancelled; the tool and its descendants are gone by then
	 */
	public static ToolResult run(ToolCommand command, Cancellation cancellation) throws ToolException {
		cancellation.check();
		long start = System.nanoTime();
		Process process = start(command);
		try {
			process.getOutputStream().close();
			CompletableFuture<byte[]> out = drain(process.getInputStream());
			CompletableFuture<byte[]> err = drain(process.getErrorStream());
			await(process, command, cancellation, start);
			return new ToolResult(process.exitValue(), text(out.join()), text(err.join()), since(start));
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		} catch (IOException e) {
			throw e instanceof ToolException t ? t : new ToolException(command.tool() + ": " + e.getMessage(), e);
		} finally {
			kill(process);
		}
	}

	/** The kill ladder: ask, wait a moment, then force, descendants included. Returns when the process is gone. */
	public static void kill(Process process) {
		// children first seen now may outlive their parent, so they are remembered before it dies
		try (Stream<ProcessHandle> descendants = process.descendants()) {
			var all = descendants.toList();
			all.forEach(ProcessHandle::destroy);
			process.destroy();
			if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS) || all.stream().anyMatch(ProcessHandle::isAlive)) {
				all.forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly().waitFor();
			}
		} catch (InterruptedException e) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	private static Process start(ToolCommand command) throws ToolException {
		if (!Files.isDirectory(command.directory())) {
			throw new ToolException(command.tool() + ": cannot run in " + command.directory() + ": no such directory");
		}
		ProcessBuilder builder = new ProcessBuilder(command.arguments()).directory(command.directory().toFile());
		builder.environment().putAll(command.environment());
		// messages are parsed: never translated
		builder.environment().put("LC_ALL", "C");
		try {
			return builder.start();
		} catch (IOException e) {
			throw new ToolException(command.arguments().get(0) + " cannot be started (" + e.getMessage()
					+ "); install it or set its path in the preferences", e);
		}
	}

	private static void await(Process process, ToolCommand command, Cancellation cancellation, long start)
			throws InterruptedException, ToolException {
		while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
			cancellation.check();
			if (since(start).compareTo(command.deadline()) > 0) {
				throw new ToolException(command.tool() + " did not finish within " + command.deadline().toSeconds()
						+ " s and was stopped: " + String.join(" ", command.arguments()));
			}
		}
	}

	private static CompletableFuture<byte[]> drain(InputStream stream) {
		CompletableFuture<byte[]> result = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try (stream) {
				byte[] head = stream.readNBytes(MAX_OUTPUT);
				stream.transferTo(java.io.OutputStream.nullOutputStream());
				result.complete(head);
			} catch (IOException e) {
				result.completeExceptionally(e);
			}
		});
		return result;
	}

	private static String text(byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		} catch (CharacterCodingException e) {
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}
}

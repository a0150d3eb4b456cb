package dev.livepatch.core.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs external tools: drained streams, a deadline, cancellation, and no process left behind. */
public final class Tool {
	/** Bytes kept of each stream; what a tool writes beyond is read and dropped. */
	public static final int MAX_OUTPUT = 16 << 20;
	private static final int MAX_COMMAND = 200;
	private static final long POLL_MILLIS = 20;
	private static final Duration GRACE = Duration.ofMillis(500);

	private Tool() {
	}

	/**
	 * Runs a tool to its end. What it started and did not wait for is ended with it.
	 *
	 * @throws ToolException         if it cannot be started or runs past its deadline
	 * @throws CancellationException if cancelled; the tool and its descendants are gone by then
	 */
	public static ToolResult run(ToolCommand command, Cancellation cancellation) throws ToolException {
		return run(command, Tool::head, cancellation);
	}

	/**
	 * As {@link #run(ToolCommand, Cancellation)}, with all of the tool's stdout in a file however long it is, and an empty {@code stdout} in the result.
	 *
	 * @param stdout is replaced
	 */
	public static ToolResult run(ToolCommand command, Path stdout, Cancellation cancellation) throws ToolException {
		return run(command, stream -> {
			Files.copy(stream, stdout, StandardCopyOption.REPLACE_EXISTING);
			return new byte[0];
		}, cancellation);
	}

	@FunctionalInterface
	private interface Drain {
		byte[] drain(InputStream stream) throws IOException;
	}

	private static ToolResult run(ToolCommand command, Drain stdout, Cancellation cancellation) throws ToolException {
		cancellation.check();
		long start = System.nanoTime();
		String mark = UUID.randomUUID().toString();
		Process process = start(command, mark);
		boolean finished = false;
		try {
			process.getOutputStream().close();
			CompletableFuture<byte[]> out = drain(process.getInputStream(), stdout);
			CompletableFuture<byte[]> err = drain(process.getErrorStream(), Tool::head);
			await(process, command, cancellation, start);
			CompletableFuture<Void> streams = CompletableFuture.allOf(out, err);
			finished = awaitEnd(streams);
			if (!finished) {
				// somebody it left running still holds the streams open
				Descendants.killMarked(mark);
				if (!awaitEnd(streams)) {
					throw new ToolException(command.tool() + " ended but left a process running that keeps its output open and cannot be stopped");
				}
			}
			return new ToolResult(process.exitValue(), text(out.get()), text(err.get()), since(start));
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		} catch (ExecutionException e) {
			throw new ToolException(command.tool() + ": " + e.getCause().getMessage(), e.getCause());
		} catch (IOException e) {
			throw e instanceof ToolException t ? t : new ToolException(command.tool() + ": " + e.getMessage(), e);
		} finally {
			if (!finished) {
				kill(process);
				Descendants.killMarked(mark);
			}
		}
	}

	/** The kill ladder: ask, wait a moment, then force, descendants included. Returns when the process is gone. */
	public static void kill(Process process) {
		// children seen now may outlive their parent, so they are remembered before it dies
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

	private static Process start(ToolCommand command, String mark) throws ToolException {
		if (!Files.isDirectory(command.directory())) {
			throw new ToolException(command.tool() + ": cannot run in " + command.directory() + ": no such directory");
		}
		ProcessBuilder builder = new ProcessBuilder(command.arguments()).directory(command.directory().toFile());
		command.stdin().ifPresent(file -> builder.redirectInput(file.toFile()));
		builder.environment().putAll(command.environment());
		// messages are parsed: never translated
		builder.environment().put("LC_ALL", "C");
		builder.environment().put(Descendants.MARK, mark);
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
				throw new ToolException(command.tool() + " did not finish within " + seconds(command.deadline())
						+ " s and was stopped: " + shortened(String.join(" ", command.arguments())));
			}
		}
	}

	private static String shortened(String command) {
		return command.length() <= MAX_COMMAND ? command : command.substring(0, MAX_COMMAND) + " \u2026";
	}

	private static boolean awaitEnd(CompletableFuture<Void> streams) throws InterruptedException, ExecutionException {
		try {
			streams.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		} catch (TimeoutException e) {
			return false;
		}
	}

	private static CompletableFuture<byte[]> drain(InputStream stream, Drain drain) {
		CompletableFuture<byte[]> result = new CompletableFuture<>();
		Thread.ofPlatform().daemon().name("tool output").start(() -> {
			try (stream) {
				result.complete(drain.drain(stream));
			} catch (IOException e) {
				result.completeExceptionally(e);
			}
		});
		return result;
	}

	private static byte[] head(InputStream stream) throws IOException {
		byte[] head = stream.readNBytes(MAX_OUTPUT);
		stream.transferTo(OutputStream.nullOutputStream());
		return head;
	}

	private static String text(byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		} catch (CharacterCodingException e) {
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}
	}

	private static String seconds(Duration time) {
		return time.toMillis() % 1000 == 0 ? Long.toString(time.toSeconds()) : Double.toString(time.toMillis() / 1000.0);
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}
}

package dev.livepatch.vm.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolException;

/** QEMU's process. */
final class Emulator {
	/** Ends the emulator with the thread that started it, so that not even SIGKILL to this program leaves one behind (setpriv(1), util-linux 2.33). */
	private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
	private static final int TAIL = 4000;

	private final CompletableFuture<Process> started = new CompletableFuture<>();
	private final CompletableFuture<Integer> exit = new CompletableFuture<>();
	private final StringBuffer said = new StringBuffer();

	private Emulator() {
	}

	/** @throws ToolException if it cannot be started */
	static Emulator start(List<String> command, Path directory) throws ToolException {
		if (!Files.isExecutable(Path.of(command.get(0)))) {
			throw new ToolException(command.get(0) + " is no executable file; install qemu-system-x86 or set its path in the preferences");
		}
		Emulator emulator = new Emulator();
		// a thread of its own, since the process shall not die with any other
		Thread.ofPlatform().daemon().name("livepatch machine").start(() -> emulator.run(command, directory));
		try {
			emulator.started.join();
			return emulator;
		} catch (CompletionException e) {
			throw new ToolException(command.get(0) + " cannot be started (" + e.getCause().getMessage()
					+ ")", e.getCause());
		}
	}

	ProcessHandle handle() {
		return started.join().toHandle();
	}

	/** Completes with the exit code when the process has ended and all it said has been read. */
	CompletableFuture<Integer> exit() {
		return exit;
	}

	/** The end of what it wrote to its standard output and error. */
	String tail() {
		return said.toString().strip();
	}

	/** Ends it: politely, then by force, descendants included. Returns when it is gone. */
	void kill() {
		Tool.kill(started.join());
		exit.join();
	}

	private void run(List<String> command, Path directory) {
		List<String> all = new ArrayList<>();
		if (Files.isExecutable(SETPRIV)) {
			all.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
		}
		all.addAll(command);
		try {
			ProcessBuilder builder = new ProcessBuilder(all).directory(directory.toFile()).redirectErrorStream(true);
			builder.environment().put("LC_ALL", "C");
			Process process = builder.start();
			process.getOutputStream().close();
			started.complete(process);
			read(process.getInputStream());
			exit.complete(process.waitFor());
		} catch (IOException e) {
			started.completeExceptionally(e);
			exit.complete(-1);
		} catch (InterruptedException e) {
			Tool.kill(started.join());
			exit.complete(-1);
		}
	}

	private void read(InputStream in) throws IOException {
		byte[] buffer = new byte[1024];
		for (int n; (n = in.read(buffer)) >= 0;) {
			said.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
			if (said.length() > 2 * TAIL) {
				said.delete(0, said.length() - TAIL);
			}
		}
	}
}

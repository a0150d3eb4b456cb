package dev.livepatch.core.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

class ToolTest {
	private static final Duration LONG = Duration.ofSeconds(60);
	private static final Duration SHORT = Duration.ofMillis(300);
	// in the environment of everything that a test starts, so that what is left of it can be found
	private final String mark = "LIVEPATCH_TEST=" + UUID.randomUUID();

	@TempDir
	Path directory;

	@Test
	void keepsStreamsApartAndReportsTheExitCode() throws Exception {
		ToolResult result = Tool.run(shell("echo out; echo err >&2; exit 3", LONG), Cancellation.NEVER);
		assertEquals("out\n", result.stdout());
		assertEquals("err\n", result.stderr());
		assertEquals(3, result.exitCode());
		assertFalse(result.crashed());
	}

	@Test
	void drainsMoreOutputThanItKeeps() throws Exception {
		ToolResult result = Tool.run(shell("head -c 20000000 /dev/zero; head -c 20000000 /dev/zero >&2; exit 4", LONG), Cancellation.NEVER);
		assertEquals(4, result.exitCode());
		assertEquals(Tool.MAX_OUTPUT, result.stdout().length());
		assertEquals(Tool.MAX_OUTPUT, result.stderr().length());
	}

	@Test
	void writesAllOutputToAFile() throws Exception {
		Path file = Files.writeString(directory.resolve("out"), "of an earlier run");
		ToolResult result = Tool.run(shell("head -c 20000000 /dev/zero; echo err >&2", LONG), file, Cancellation.NEVER);
		assertEquals(20_000_000, Files.size(file));
		assertEquals("err\n", result.stderr());
	}

	@Test
	void tellsACrashFromAHighExitCode() throws Exception {
		ToolResult crashed = Tool.run(shell("kill -SEGV $$", LONG), Cancellation.NEVER);
		assertEquals(128 + 11, crashed.exitCode());
		assertTrue(crashed.crashed());
		assertFalse(Tool.run(shell("exit 255", LONG), Cancellation.NEVER).crashed());
	}

	@Test
	void passesArgumentsThroughUnread() throws Exception {
		ToolCommand command = new ToolCommand(List.of("printf", "%s", "a b; $(touch pwned) `x` 'q\""), directory, LONG);
		assertEquals("a b; $(touch pwned) `x` 'q\"", Tool.run(command, Cancellation.NEVER).stdout());
		assertFalse(Files.exists(directory.resolve("pwned")));
	}

	@Test
	void readsBytesThatAreNoUtf8() throws Exception {
		assertEquals("caf\u00e9", Tool.run(shell("printf 'caf\\351'", LONG), Cancellation.NEVER).stdout());
	}

	@Test
	void deadlineEndsTheToolAndAllItStarted() throws Exception {
		ToolException e = within(() -> assertThrows(ToolException.class, () -> Tool.run(shell("sleep 300 & (sleep 300 &) ; sleep 300", SHORT), Cancellation.NEVER)));
		assertTrue(e.getMessage().contains("did not finish within 0.3 s"), e.getMessage());
		assertEquals(List.of(), left());
	}

	@Test
	void deadlineEndsAToolThatIgnoresTheRequest() throws Exception {
		within(() -> assertThrows(ToolException.class, () -> Tool.run(shell("trap '' TERM; while :; do sleep 1; done", SHORT), Cancellation.NEVER)));
		assertEquals(List.of(), left());
	}

	@Test
	void cancellationEndsTheToolAndAllItStarted() throws Exception {
		Path started = directory.resolve("started");
		within(() -> assertThrows(CancellationException.class,
				() -> Tool.run(shell("sleep 300 & setsid sleep 300 & : >started; wait", LONG), () -> Files.exists(started))));
		assertEquals(List.of(), left());
	}

	@Test
	void runsNothingWhenCancelledBefore() {
		assertThrows(CancellationException.class, () -> Tool.run(shell(": >started", LONG), () -> true));
		assertFalse(Files.exists(directory.resolve("started")));
	}

	@Test
	void interruptionIsCancellation() throws Exception {
		within(() -> {
			Thread.currentThread().interrupt();
			CancellationException e = assertThrows(CancellationException.class, () -> Tool.run(shell("sleep 300", LONG), Cancellation.NEVER));
			assertTrue(Thread.interrupted(), "the interruption was swallowed");
			return e;
		});
		assertEquals(List.of(), left());
	}

	@Test
	void aProcessLeftRunningNeitherHoldsUpNorSurvives() throws Exception {
		ToolResult result = within(() -> Tool.run(shell("sleep 300 & echo done", LONG), Cancellation.NEVER));
		assertEquals("done\n", result.stdout());
		assertEquals(0, result.exitCode());
		assertEquals(List.of(), left());
	}

	@Test
	void namesTheMissingProgram() {
		ToolException e = assertThrows(ToolException.class,
				() -> Tool.run(new ToolCommand(List.of("no-such-tool", "-x"), directory, LONG), Cancellation.NEVER));
		assertTrue(e.getMessage().startsWith("no-such-tool cannot be started"), e.getMessage());
	}

	@Test
	void namesTheMissingDirectory() {
		Path missing = directory.resolve("missing");
		ToolException e = assertThrows(ToolException.class,
				() -> Tool.run(new ToolCommand(List.of("true"), missing, LONG), Cancellation.NEVER));
		assertTrue(e.getMessage().contains(missing + ": no such directory"), e.getMessage());
	}

	@Test
	void messagesAreNotTranslated() throws Exception {
		ToolCommand command = new ToolCommand(List.of("sh", "-c", "echo $LC_ALL $OWN"), directory, java.util.Map.of("LC_ALL", "de_DE.UTF-8", "OWN", "x"), LONG);
		assertEquals("C x\n", Tool.run(command, Cancellation.NEVER).stdout());
	}

	private ToolCommand shell(String script, Duration deadline) {
		return new ToolCommand(List.of("env", mark, "sh", "-c", script), directory, deadline);
	}

	private static <T> T within(org.junit.jupiter.api.function.ThrowingSupplier<T> work) {
		return assertTimeoutPreemptively(Duration.ofSeconds(30), work, "the tool was waited for instead of ended");
	}

	/** The processes that carry this test's mark. Those that were killed a moment ago are waited for. */
	private List<Long> left() throws Exception {
		List<ProcessHandle> processes = ProcessHandle.allProcesses().filter(this::marked).toList();
		for (ProcessHandle process : processes) {
			try {
				process.onExit().get(2, TimeUnit.SECONDS);
			} catch (TimeoutException e) {
				process.destroyForcibly();
				return List.of(process.pid());
			}
		}
		return List.of();
	}

	private boolean marked(ProcessHandle process) {
		try {
			return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"), java.nio.charset.StandardCharsets.ISO_8859_1).contains(mark);
		} catch (java.io.IOException e) {
			return false;
		}
	}
}

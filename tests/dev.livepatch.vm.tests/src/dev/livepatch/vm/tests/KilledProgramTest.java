package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.verify.Verification;
import dev.livepatch.vm.VerificationPlan;

/** A program that is ended in the middle of a run, by a signal it hears of and by one it does not. */
class KilledProgramTest extends RunFixture {

	@Test
	void sigtermLeavesNeitherEmulatorNorDirectory() throws Exception {
		emulatorOfProgramEndedBy(Process::destroy).onExit().get(10, TimeUnit.SECONDS);
		assertEquals(List.of(), left());
	}

	@Test
	void sigkillLeavesNoEmulatorAndTheNextRunRemovesTheDirectory() throws Exception {
		emulatorOfProgramEndedBy(Process::destroyForcibly).onExit().get(10, TimeUnit.SECONDS);
		assertEquals(1, left().size());
		emulatorOfProgramEndedBy(Process::destroy).onExit().get(10, TimeUnit.SECONDS);
		assertEquals(List.of(), left());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-TERM", "-KILL" })
	void endedWhileItSavesTheMachine(String signal) throws Exception {
		Path machines = Files.createDirectories(directory.resolve("cache/machines"));
		Process program = program(directory.resolve("cache"), List.of());
		try (WatchService watch = machines.getFileSystem().newWatchService()) {
			machines.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
			awaitUnfinished(watch);
			ProcessHandle emulator = program.children().findFirst().orElseThrow();
			assertEquals(0, new ProcessBuilder("kill", signal, Long.toString(program.pid())).start().waitFor());
			assertTrue(program.waitFor(10, TimeUnit.SECONDS), "the program did not end");
			emulator.onExit().get(10, TimeUnit.SECONDS);
		} finally {
			program.destroyForcibly();
		}
		// whatever was there when it ended, the next one uses nothing half written, and leaves nothing
		for (Path whole : files(machines, ".machine")) {
			Files.delete(whole);
		}
		emulatorOf(program(directory.resolve("cache"), List.of()), Process::destroy).onExit().get(10, TimeUnit.SECONDS);
		assertEquals(1, files(machines, ".machine").size());
		assertEquals(List.of(), files(machines, ".new-"));
	}

	@Test
	void aFullDiskWhileSavingDoesNotMatter() throws Exception {
		Process program = program(directory.resolve("cache"), List.of("prlimit", "--fsize=" + (8 << 20)));
		try (BufferedReader out = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
			String boot = out.readLine();
			assertTrue(boot.startsWith("passed") && boot.contains("not saved for later runs: File too large"), boot);
			assertEquals("probing", out.readLine());
		} finally {
			program.destroyForcibly().waitFor();
		}
		assertEquals(List.of(), files(directory.resolve("cache/machines"), "machine"));
		assertEquals(List.of(), files(directory.resolve("cache/machines"), ".new-"));
	}

	private static void awaitUnfinished(WatchService watch) throws InterruptedException {
		for (WatchKey key; (key = watch.poll(60, TimeUnit.SECONDS)) != null; key.reset()) {
			if (key.pollEvents().stream().anyMatch(e -> e.context().toString().startsWith(".new-"))) {
				return;
			}
		}
		throw new AssertionError("no machine was saved within a minute");
	}

	private ProcessHandle emulatorOfProgramEndedBy(Consumer<Process> end) throws Exception {
		return emulatorOf(program(TestDirectory.get().resolve("cache"), List.of()), end);
	}

	private static ProcessHandle emulatorOf(Process program, Consumer<Process> end) throws Exception {
		try (BufferedReader out = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
			out.readLine();
			assertEquals("probing", out.readLine());
			ProcessHandle emulator = program.children().findFirst().orElseThrow();
			end.accept(program);
			assertTrue(program.waitFor(10, TimeUnit.SECONDS), "the program did not end");
			return emulator;
		} finally {
			program.destroyForcibly();
		}
	}

	/** @param limited a program that runs it */
	private Process program(Path cache, List<String> limited) throws IOException {
		Path tmp = Files.createDirectories(directory.resolve("tmp"));
		List<String> command = new ArrayList<>(limited);
		command.addAll(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Djava.io.tmpdir=" + tmp, "-cp", classPath(),
				Program.class.getName(), DemoKernel.directory().toString(), DemoPatches.good().toString(), probe("sleep 100\n").toString(), directory.toString()));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().put(Toolchain.CACHE, cache.toString());
		return builder.start();
	}

	private static List<Path> files(Path directory, String part) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter(f -> f.getFileName().toString().contains(part)).toList();
		}
	}

	private List<Path> left() throws IOException {
		try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
			return files.filter(f -> f.getFileName().toString().startsWith("livepatch-")).toList();
		}
	}

	/** Where the classes of the program are, however they were loaded. */
	private static String classPath() {
		return Stream.of(Program.class, Verification.class, KernelBuild.class, ObjectMapper.class, JsonFactory.class,
				com.fasterxml.jackson.annotation.JsonProperty.class)
				.map(c -> path(c.getProtectionDomain().getCodeSource().getLocation())).distinct().collect(Collectors.joining(":"));
	}

	private static String path(URL location) {
		Path path = Path.of(location.getPath());
		Path classes = path.resolve("target/classes");
		return Files.isDirectory(classes) ? classes.toString() : path.toString();
	}

	/** Tells in a line what came of the boot, in the next one “probing”, and waits in a probe. */
	static final class Program {
		private Program() {
		}

		public static void main(String[] args) throws Exception {
			VerificationPlan plan = new VerificationPlan(KernelBuild.open(Path.of(args[0])), Path.of(args[1]), List.of(Path.of(args[2])), List.of(), List.of(),
					MachineSettings.locate(System.getenv()), Deadlines.DEFAULT.scaled(10), Path.of(args[3]));
			new Verification(plan, e -> {
				if (e instanceof RunEvent.StepFinished f && f.step().name().equals(Step.BOOT)) {
					say(f.step().verdict().name().toLowerCase(Locale.ROOT) + " " + f.step().evidence().replace('\n', ' '));
				} else if (e instanceof RunEvent.StepStarted s && s.name().equals(Step.PROBE_BEFORE)) {
					say("probing");
				}
			}, Cancellation.NEVER).run();
		}

		private static void say(String line) {
			byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
			System.out.write(bytes, 0, bytes.length);
			System.out.flush();
		}
	}
}

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

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
import dev.livepatch.vm.Verification;
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

	private ProcessHandle emulatorOfProgramEndedBy(Consumer<Process> end) throws Exception {
		Path tmp = Files.createDirectories(directory.resolve("tmp"));
		ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Djava.io.tmpdir=" + tmp, "-cp", classPath(),
				Program.class.getName(), DemoKernel.directory().toString(), DemoPatches.good().toString(), probe("sleep 100\n").toString(), directory.toString())
				.redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().put(Toolchain.CACHE, TestDirectory.get().resolve("cache").toString());
		Process program = builder.start();
		try (BufferedReader out = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
			assertEquals("probing", out.readLine());
			ProcessHandle emulator = program.children().findFirst().orElseThrow();
			end.accept(program);
			assertTrue(program.waitFor(10, TimeUnit.SECONDS), "the program did not end");
			return emulator;
		} finally {
			program.destroyForcibly();
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

	/** Says “probing” and waits in a probe. */
	static final class Program {
		private Program() {
		}

		public static void main(String[] args) throws Exception {
			VerificationPlan plan = new VerificationPlan(KernelBuild.open(Path.of(args[0])), Path.of(args[1]), List.of(Path.of(args[2])), List.of(), List.of(),
					MachineSettings.locate(System.getenv()), Deadlines.DEFAULT.scaled(10), Path.of(args[3]));
			new Verification().run(plan, e -> {
				if (e instanceof RunEvent.StepStarted s && s.name().equals(Step.PROBE_BEFORE)) {
					System.out.write("probing\n".getBytes(StandardCharsets.UTF_8), 0, 8);
					System.out.flush();
				}
			}, Cancellation.NEVER);
		}
	}
}

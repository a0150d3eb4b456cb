package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.verify.Verification;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.StepVerdict;

/** Runs in the real emulator; after each test nothing of it may be left. */
abstract class RunFixture {
	static final String PATCHED_VERSION = "grep -q '^patched Linux' /proc/version\n";

	@TempDir
	Path directory;
	/** In the order in which they came. */
	final List<RunEvent> events = new ArrayList<>();
	private int probes;

	@AfterEach
	void nothingIsLeft() throws IOException {
		List<String> processes = ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)
				.flatMap(h -> h.info().commandLine().stream()).filter(c -> c.contains("qemu-system")).toList();
		assertEquals(List.of(), processes, "emulators that still run");
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			String prefix = "livepatch-" + ProcessHandle.current().pid() + "-";
			assertEquals(List.of(), files.filter(f -> f.getFileName().toString().startsWith(prefix)).toList(), "directories that are still there");
		}
	}

	/** A probe script. */
	Path probe(String script) throws IOException {
		return Files.writeString(directory.resolve("probe-" + ++probes + ".sh"), script);
	}

	VerificationPlan plan(Path module, Path... scripts) throws ToolException {
		return new VerificationPlan(DemoKernel.open(), module, List.of(scripts), List.of(), List.of(), machine(),
				Deadlines.DEFAULT.scaled(2), directory);
	}

	/** Machines are saved by the first test that boots one. */
	static MachineSettings machine() throws ToolException {
		Map<String, String> environment = new HashMap<>(System.getenv());
		environment.put(Toolchain.CACHE, TestDirectory.get().resolve("cache").toString());
		return MachineSettings.locate(environment);
	}

	static VerificationPlan with(VerificationPlan plan, Deadlines deadlines) {
		return new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), plan.kernelModules(), plan.functions(), plan.machine(), deadlines, plan.workDir());
	}

	static VerificationPlan with(VerificationPlan plan, MachineSettings machine) {
		return new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), plan.kernelModules(), plan.functions(), machine, plan.deadlines(), plan.workDir());
	}

	VerificationReport run(VerificationPlan plan) throws ToolException {
		return run(plan, e -> {
		}, Cancellation.NEVER);
	}

	VerificationReport run(VerificationPlan plan, Consumer<RunEvent> listener, Cancellation cancellation) throws ToolException {
		return new Verification(plan, e -> {
			events.add(e);
			listener.accept(e);
		}, cancellation).run();
	}

	/** The emulator that this program runs just now. */
	static Optional<ProcessHandle> emulator() {
		return ProcessHandle.current().children().filter(h -> h.info().commandLine().orElse("").contains("qemu-system")).findFirst();
	}

	static Step step(VerificationReport report, String name) {
		return report.step(name).orElseThrow(() -> new AssertionError("no step " + name + " in " + report));
	}

	static void assertVerdict(StepVerdict verdict, VerificationReport report, String name) {
		assertEquals(verdict, step(report, name).verdict(), () -> name + " in " + report);
	}

	static void assertEvidence(VerificationReport report, String name, String... parts) {
		for (String part : parts) {
			assertTrue(step(report, name).evidence().contains(part), () -> "no “" + part + "” in: " + step(report, name).evidence());
		}
	}
}

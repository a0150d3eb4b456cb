package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.StepVerdict;
import dev.livepatch.vm.source.CodeLine;

/** What can go wrong in a guest and around it: each time the cause is named, and nothing is left behind. */
class FaultTest extends RunFixture {

	@Test
	void aPanicIsNamed() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe("echo c >/proc/sysrq-trigger\n")));
		assertEquals(Outcome.FAILED, report.outcome(), report::toString);
		assertEquals(List.of(Kind.PANIC), kinds(report));
		RuntimeProblem problem = report.problems().get(0);
		assertTrue(problem.message().startsWith("Kernel panic - not syncing: sysrq triggered crash"), problem::message);
		assertEquals("sysrq_handle_crash", problem.function().orElseThrow());
		assertVerdict(StepVerdict.FAILED, report, Step.PROBE_BEFORE);
		assertVerdict(StepVerdict.SKIPPED, report, Step.LOAD);
		assertVerdict(StepVerdict.SKIPPED, report, Step.POWER_OFF);
	}

	/** What {@link DemoPatches} puts in is one line, where this was. */
	private static Optional<CodeLine> edited() {
		String before = DemoKernel.text("fs/proc/version.c");
		int line = 1 + (int) before.substring(0, before.indexOf("seq_printf(m, linux_proc_banner,")).chars().filter(c -> c == '\n').count();
		return Optional.of(new CodeLine(new SourcePlace("fs/proc/version.c", line), true));
	}

	@Test
	void aFaultInPatchedCodeNamesTheFunctionAndItsLine() throws Exception {
		VerificationReport report = run(plan(DemoPatches.faulting(), probe(PATCHED_VERSION)));
		assertEquals(Outcome.FAILED, report.outcome(), report::toString);
		assertEquals(Kind.OOPS, report.problems().get(0).kind(), report::toString);
		assertEquals("version_proc_show", report.problems().get(0).function().orElseThrow());
		assertTrue(report.problems().get(0).message().matches("BUG: kernel NULL pointer dereference, address: 0+8 \\(in version_proc_show\\)"), report::toString);
		assertEquals(edited(), report.problems().get(0).line());
		assertVerdict(StepVerdict.FAILED, report, Step.PROBE_AFTER_LOAD);
		assertEvidence(report, Step.PROBE_AFTER_LOAD, "RIP: 0010:version_proc_show", "seq_read_iter");
	}

	@Test
	void aFaultBelowPatchedCodeIsToldWhereThatCalled() throws Exception {
		RuntimeProblem problem = run(plan(DemoPatches.faultingBelow(), probe(PATCHED_VERSION))).problems().get(0);
		assertTrue(problem.message().matches("BUG: kernel NULL pointer dereference, address: 0+8 \\(in (strlen|seq_puts)\\)"), problem::message);
		assertEquals("version_proc_show", problem.function().orElseThrow());
		assertEquals(edited(), problem.line());
	}

	@Test
	void aWarningFromPatchedCodeIsAProblemAndTheRunGoesOn() throws Exception {
		VerificationReport report = run(plan(DemoPatches.warning(), probe(PATCHED_VERSION)));
		assertEquals(Outcome.FAILED, report.outcome(), report::toString);
		assertEquals(List.of(Kind.WARNING), kinds(report));
		RuntimeProblem problem = report.problems().get(0);
		assertTrue(problem.message().matches("WARNING: CPU: \\d+ PID: \\d+ at fs/proc/version.c:\\d+ version_proc_show.* \\(in version_proc_show\\): read by grep"), problem::message);
		assertEquals("version_proc_show", problem.function().orElseThrow());
		assertEquals(edited(), problem.line());
		assertVerdict(StepVerdict.FAILED, report, Step.PROBE_AFTER_LOAD);
		assertEvidence(report, Step.PROBE_AFTER_LOAD, "exit 0", "the kernel warned, and did not before the load", "read by grep", "seq_read_iter");
		assertVerdict(StepVerdict.PASSED, report, Step.UNLOAD);
		assertVerdict(StepVerdict.PASSED, report, Step.PROBE_AFTER_UNLOAD);
	}

	@Test
	void whatTheKernelWarnsOfWithoutThePatchTooIsNotThePatchsFault() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good(), probe("echo l >/proc/sysrq-trigger\n" + PATCHED_VERSION));
		// a second processor would print its stack as well, which is another one each time
		VerificationReport report = run(with(plan, plan.machine().withSize(1, 512)));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		assertEvidence(report, Step.PROBE_BEFORE, "the kernel warned, as it does without the patch: Call Trace:");
		assertEvidence(report, Step.PROBE_AFTER_LOAD, "the kernel warned, as it does without the patch: Call Trace:");
	}

	@Test
	void aHangingProbeIsEnded() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good(), probe("while :; do sleep 1; done\n"));
		VerificationReport report = run(with(plan, plan.deadlines().withProbe(Duration.ofSeconds(2))));
		assertEquals(Outcome.FAILED, report.outcome(), report::toString);
		assertEquals(List.of(Kind.DEADLINE, Kind.DEADLINE, Kind.DEADLINE), kinds(report));
		assertEvidence(report, Step.PROBE_BEFORE, "probe-1.sh: killed after");
		assertVerdict(StepVerdict.PASSED, report, Step.UNLOAD);
		assertVerdict(StepVerdict.PASSED, report, Step.POWER_OFF);
	}

	@Test
	void whatAProbeLeavesRunningDoesNotHoldItUp() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(),
				probe("(while :; do echo noise; sleep 1; done) &\nsetsid sh -c 'sleep 3; echo late' &\n" + PATCHED_VERSION)));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
	}

	@Test
	void aFloodingProbeIsCutAndStillCounts() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe("yes flood | head -n 300000\n" + PATCHED_VERSION)));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		assertTrue(step(report, Step.PROBE_AFTER_LOAD).evidence().length() < 10_000);
	}

	@Test
	void aProbeThatRebootsIsNamed() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe("reboot -f\n")));
		assertEquals(Outcome.ERROR, report.outcome(), report::toString);
		assertEquals(List.of(Kind.MACHINE_DIED), kinds(report));
		assertTrue(report.problems().get(0).message().contains("the guest rebooted"), report::toString);
	}

	@Test
	void noiseOnTheControlPortEndsInANamedCauseOrDoesNotMatter() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe("head -c 3000 /dev/urandom >/dev/ttyS1\n" + PATCHED_VERSION)));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
	}

	@Test
	void aKilledEmulatorIsNamed() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe("sleep 60\n")), e -> {
			if (e instanceof RunEvent.StepStarted s && s.name().equals(Step.PROBE_BEFORE)) {
				emulator().orElseThrow().destroyForcibly();
			}
		}, Cancellation.NEVER);
		assertEquals(Outcome.ERROR, report.outcome(), report::toString);
		assertEquals(List.of(Kind.MACHINE_DIED), kinds(report));
		assertTrue(report.problems().get(0).message().contains("exit code 137"), report::toString);
		assertVerdict(StepVerdict.SKIPPED, report, Step.POWER_OFF);
	}

	@Test
	void aKernelThatDoesNotBootIsNamed() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good());
		VerificationReport report = run(with(with(plan, plan.machine().cold()), plan.deadlines().withBoot(Duration.ofMillis(300))));
		assertEquals(Outcome.ERROR, report.outcome(), report::toString);
		assertEquals(List.of(Kind.DEADLINE), kinds(report));
		assertVerdict(StepVerdict.FAILED, report, Step.BOOT);
	}

	@ParameterizedTest
	@ValueSource(strings = { Step.BOOT, Step.PROBE_BEFORE, Step.STACK_CHECK, Step.LOAD, Step.TRANSITION, Step.REDIRECTED, Step.PROBE_AFTER_LOAD, Step.UNLOAD,
			Step.PROBE_AFTER_UNLOAD, Step.POWER_OFF })
	void cancelledInAnyStep(String name) throws Exception {
		AtomicBoolean cancelled = new AtomicBoolean();
		long[] when = new long[1];
		VerificationPlan plan = plan(DemoPatches.good(), probe(PATCHED_VERSION));
		assertThrows(CancellationException.class, () -> run(plan, e -> {
			if (e instanceof RunEvent.StepStarted s && s.name().equals(name)) {
				when[0] = System.nanoTime();
				cancelled.set(true);
			}
		}, cancelled::get));
		Duration taken = Duration.ofNanos(System.nanoTime() - when[0]);
		assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, () -> "cancelling took " + taken);
		nothingIsLeft();
	}

	@Test
	void cancelledWhileTheGuestIsSilent() throws Exception {
		AtomicBoolean cancelled = new AtomicBoolean();
		StringBuilder console = new StringBuilder();
		VerificationPlan plan = plan(DemoPatches.good(), probe("echo waiting for nothing >/dev/console\nsleep 60\n"));
		assertThrows(CancellationException.class, () -> run(plan, e -> {
			// text comes in pieces of any size
			if (e instanceof RunEvent.Console c && console.append(c.text()).indexOf("waiting for nothing") >= 0) {
				cancelled.set(true);
			}
		}, cancelled::get));
		assertEquals(Step.PROBE_BEFORE, ((RunEvent.StepStarted) events.stream().filter(RunEvent.StepStarted.class::isInstance).reduce((a, b) -> b).orElseThrow()).name());
	}

	@Test
	void interruptedIsCancelled() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good());
		Thread runner = Thread.currentThread();
		assertThrows(CancellationException.class, () -> run(plan, e -> {
			if (e instanceof RunEvent.StepStarted s && s.name().equals(Step.STACK_CHECK)) {
				runner.interrupt();
			}
		}, Cancellation.NEVER));
		assertTrue(Thread.interrupted());
	}

	@Test
	void aMissingEmulatorIsSaidAtOnce() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good());
		MachineSettings settings = new MachineSettings(directory.resolve("qemu-none"), plan.machine().busybox(), 1, 256, false, Optional.empty());
		ToolException failure = assertThrows(ToolException.class, () -> run(new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), List.of(), List.of(),
				settings, plan.deadlines(), plan.workDir())));
		assertTrue(failure.getMessage().contains("qemu-none") && failure.getMessage().contains("install"), failure::getMessage);
	}

	@Test
	void anEmulatorThatRefusesIsQuoted() throws Exception {
		Path refusing = Files.writeString(directory.resolve("qemu"), "#!/bin/sh\necho 'qemu: no such machine' >&2\nexit 1\n");
		assertTrue(refusing.toFile().setExecutable(true));
		VerificationPlan plan = plan(DemoPatches.good());
		VerificationReport report = run(new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), List.of(), List.of(),
				new MachineSettings(refusing, plan.machine().busybox(), 1, 256, false, Optional.empty()), plan.deadlines(), plan.workDir()));
		assertEquals(Outcome.ERROR, report.outcome(), report::toString);
		assertTrue(report.problems().get(0).message().contains("exit code 1: qemu: no such machine"), report::toString);
	}

	@Test
	void whatIsNoModuleIsSaidAtOnce() throws Exception {
		VerificationPlan plan = plan(probe("no module"));
		ToolException failure = assertThrows(ToolException.class, () -> run(plan));
		assertTrue(failure.getMessage().contains("as a kernel module"), failure::getMessage);
	}

	@Test
	void twoRunsAtOnce() throws Exception {
		VerificationPlan plan = plan(DemoPatches.good(), probe(PATCHED_VERSION));
		Path other = Files.createDirectory(directory.resolve("other"));
		VerificationPlan second = new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), List.of(), List.of(), plan.machine(), plan.deadlines(), other);
		VerificationReport[] reports = new VerificationReport[1];
		Thread thread = Thread.ofPlatform().start(() -> {
			try {
				reports[0] = new dev.livepatch.vm.verify.Verification(second, e -> {
				}, Cancellation.NEVER).run();
			} catch (ToolException e) {
				throw new AssertionError(e);
			}
		});
		assertEquals(Outcome.VERIFIED, run(plan).outcome());
		thread.join();
		assertEquals(Outcome.VERIFIED, reports[0].outcome());
	}

	private static List<Kind> kinds(VerificationReport report) {
		return report.problems().stream().map(RuntimeProblem::kind).toList();
	}
}

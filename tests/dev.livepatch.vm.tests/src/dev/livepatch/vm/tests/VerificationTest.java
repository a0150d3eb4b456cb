package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RunOptions;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.Delay.Reason;
import dev.livepatch.vm.observation.EntryState;
import dev.livepatch.vm.observation.EntryState.Moment;
import dev.livepatch.vm.observation.FunctionEntry;
import dev.livepatch.vm.observation.FunctionTrace;
import dev.livepatch.vm.observation.StackSurvey.Task;
import dev.livepatch.vm.observation.StepVerdict;
import dev.livepatch.vm.observation.TaskState;
import dev.livepatch.vm.observation.TaskSwitch;
import dev.livepatch.vm.observation.Transition;
import dev.livepatch.vm.observation.Transition.Direction;
import dev.livepatch.vm.observation.Transition.Ending;
import dev.livepatch.vm.observation.Transition.Mark;
import dev.livepatch.vm.observation.Transition.Mark.Kind;

/** Real patches in a real kernel: what a run finds out, and shows. */
class VerificationTest extends RunFixture {

	@Test
	void aGoodPatchIsVerified() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe(PATCHED_VERSION), probe("head -c 7 /proc/version | grep patched")));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		assertEquals(Step.NAMES.stream().filter(n -> !Step.OF_SOME_RUNS.contains(n)).toList(), report.steps().stream().map(Step::name).toList());
		assertTrue(report.steps().stream().allMatch(s -> s.verdict() == StepVerdict.PASSED && s.elapsed().isPositive()), report::toString);
		assertEvidence(report, Step.BOOT, "Linux 6.1", "QEMU");
		assertEvidence(report, Step.PROBE_BEFORE, "probe-1.sh: exit 1", "probe-2.sh: exit 1", "before the load: version_proc_show at 0xffffffff", "0f 1f 44 00 00");
		assertEvidence(report, Step.STACK_CHECK, " threads checked for version_proc_show: on no stack");
		assertEvidence(report, Step.LOAD, "version_proc_show of vmlinux", "livepatch: enabling patch 'livepatch_good'");
		assertEvidence(report, Step.TRANSITION, "every task runs the patched functions after", "patching complete");
		assertEvidence(report, Step.REDIRECTED, "enabled_functions: version_proc_show (1) ", "klp_ftrace_handler", "with the patch: version_proc_show at 0xffffffff", ": e8 ");
		assertEvidence(report, Step.PROBE_AFTER_LOAD, "probe-1.sh: exit 0", "probe-2.sh: exit 0", "\n  patched");
		assertEvidence(report, Step.UNLOAD, "every task runs the original functions again", "module livepatch_good removed", "after the unload: version_proc_show at", "0f 1f 44 00 00");
		assertFourStates(report.seen().entries(), "version_proc_show", "fs/proc/version.o");
		assertTransitions(report);
		assertChecksKnowWhereThreadsSleep();
	}

	/** What makes kthreadd is in another object: only a boot shows that a thread lives in it. */
	private void assertChecksKnowWhereThreadsSleep() throws Exception {
		FileChange edit = DemoKernel.edit("kernel/kthread.c", "set_task_comm(tsk, \"kthreadd\");", "set_task_comm(tsk, \"kthreads\");");
		Path directory = TestDirectory.get().resolve("kthreadd");
		List<Finding> found = new Checker(DemoKernel.open(), DemoKernel.toolchain(directory.resolve("cache")))
				.check(new ChangeSet("kthreadd", List.of(edit), List.of()), directory.resolve("work"), CheckProgress.SILENT, Cancellation.NEVER).findings();
		assertTrue(found.stream().anyMatch(f -> f.rule() == Rule.ON_STACK && f.severity() == Severity.WARNING && f.message().contains("kthreadd was on the stack of kthreadd while that slept")), found::toString);
	}

	@Test
	void aPatchOfCallbacksAloneIsVerifiedByItsProbe() throws Exception {
		VerificationReport report = run(plan(DemoPatches.callbacksOnly(), probe("grep -qx 77 /proc/sys/kernel/panic")));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		assertEvidence(report, Step.LOAD, "through its callbacks alone");
		assertVerdict(StepVerdict.SKIPPED, report, Step.REDIRECTED);
	}

	private static void assertFourStates(List<FunctionEntry> entries, String function, String object) {
		assertEquals(List.of(function), entries.stream().map(e -> e.function().function()).toList());
		List<EntryState> states = entries.getFirst().states();
		assertEquals(List.of(Moment.values()), states.stream().map(EntryState::moment).toList());
		assertEquals(object, states.get(0).where());
		assertEquals("call __fentry__ (relocation R_X86_64_PLT32 __fentry__-0x4)", states.get(0).instruction());
		for (EntryState untouched : List.of(states.get(1), states.get(3))) {
			assertEquals("0f 1f 44 00 00", untouched.bytes());
			assertTrue(untouched.instruction().startsWith("nop"), untouched::describe);
		}
		EntryState patched = states.get(2);
		assertEquals(states.get(1).address(), patched.address());
		assertTrue(patched.bytes().startsWith("e8 ") && patched.instruction().startsWith("call"), patched::describe);
		assertTrue(patched.leadsTo().getFirst().startsWith("a trampoline of ftrace's at 0xffffffff"), patched::describe);
		assertEquals("klp_ftrace_handler", patched.leadsTo().get(1));
		assertTrue(patched.leadsTo().get(2).startsWith(function + " of the patch at 0xffffffff"), patched::describe);
		assertTrue(patched.ftrace().getFirst().contains("klp_ftrace_handler"), patched::toString);
	}

	private static void assertTransitions(VerificationReport report) {
		List<Task> tasks = report.seen().stacks().orElseThrow().tasks();
		assertTrue(tasks.stream().anyMatch(t -> t.tid() == 2 && t.name().equals("kthreadd") && t.state() == TaskState.SLEEPING), tasks::toString);
		assertEquals(List.of(Direction.PATCHING, Direction.UNPATCHING), report.seen().transitions().stream().map(Transition::direction).toList());
		for (Transition transition : report.seen().transitions()) {
			assertEquals(Ending.COMPLETE, transition.ending());
			assertEquals(List.of(Kind.STARTED, Kind.COMPLETE), transition.marks().stream().map(Mark::kind).toList());
			assertEquals(transition.duration(), transition.marks().getLast().at());
			for (Task task : tasks) {
				TaskSwitch switched = transition.tasks().stream().filter(t -> t.tid() == task.tid()).findFirst().orElseThrow();
				assertTrue(switched.by().orElseThrow().compareTo(transition.duration()) <= 0, () -> switched + " in " + transition);
			}
		}
		assertEquals(Duration.ZERO, report.seen().transitions().getFirst().began());
		assertTrue(report.seen().transitions().getLast().began().compareTo(report.seen().transitions().getFirst().duration()) > 0);
	}

	@Test
	void theEventsTellTheWholeRun() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe(PATCHED_VERSION)));
		assertEquals(new RunEvent.StepStarted(Step.BOOT), events.get(0));
		assertTrue(events.get(1) instanceof RunEvent.MachineStarting m && m.command().get(0).endsWith("qemu-system-x86_64"), () -> events.get(1).toString());
		List<Step> finished = events.stream().filter(RunEvent.StepFinished.class::isInstance).map(e -> ((RunEvent.StepFinished) e).step()).toList();
		assertEquals(report.steps(), finished);
		String console = events.stream().filter(RunEvent.Console.class::isInstance).map(e -> ((RunEvent.Console) e).text()).collect(Collectors.joining());
		assertEquals(Files.readString(report.consoleLog()), console);
		assertTrue(console.contains("Linux version 6.1") && console.matches("(?s).*reboot: (Power down|System halted).*"), console);
	}

	@Test
	void withoutProbesTheRestIsVerifiedAndItSaysSo() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good()));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		for (String name : List.of(Step.PROBE_BEFORE, Step.PROBE_AFTER_LOAD, Step.PROBE_AFTER_UNLOAD)) {
			assertVerdict(StepVerdict.SKIPPED, report, name);
			assertEvidence(report, name, "NO PROBE");
		}
		assertVerdict(StepVerdict.PASSED, report, Step.REDIRECTED);
	}

	@Test
	void aProbeThatAlwaysPassesProvesNothing() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe("exit 0\n")));
		assertEquals(Outcome.FAILED, report.outcome());
		assertVerdict(StepVerdict.FAILED, report, Step.PROBE_BEFORE);
		assertVerdict(StepVerdict.PASSED, report, Step.PROBE_AFTER_LOAD);
		assertVerdict(StepVerdict.FAILED, report, Step.PROBE_AFTER_UNLOAD);
		assertEquals(List.of(RuntimeProblem.Kind.PROBE, RuntimeProblem.Kind.PROBE), kinds(report));
	}

	@Test
	void aProbeThatNeverPassesFails() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe("cat /proc/version; exit 3\n")));
		assertEquals(Outcome.FAILED, report.outcome());
		assertVerdict(StepVerdict.PASSED, report, Step.PROBE_BEFORE);
		assertVerdict(StepVerdict.FAILED, report, Step.PROBE_AFTER_LOAD);
		assertEvidence(report, Step.PROBE_AFTER_LOAD, "exit 3", "  patched Linux");
		assertEquals(List.of(RuntimeProblem.Kind.PROBE), kinds(report));
	}

	@Test
	void aPatchOfAModule() throws Exception {
		VerificationPlan plan = plan(DemoPatches.ofModule(), probe("ip link set dummy0 up\n! echo 1 >/sys/class/net/dummy0/carrier\n"));
		VerificationReport report = run(new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), List.of("dummy"), List.of(), plan.machine(),
				plan.deadlines(), plan.workDir()));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		assertEvidence(report, Step.MODULES, "dummy loaded");
		assertEvidence(report, Step.PROBE_BEFORE, "dummy:dummy_change_carrier at 0xffffffff");
		assertFourStates(report.seen().entries(), "dummy_change_carrier", "drivers/net/dummy.ko");
		assertEvidence(report, Step.REDIRECTED, "enabled_functions: dummy_change_carrier [dummy] (1)", "dummy:dummy_change_carrier at 0xffffffff", ": e8 ");
	}

	@Test
	void aPatchOfAModuleThatIsNotLoadedPatchesNothingYet() throws Exception {
		VerificationReport report = run(plan(DemoPatches.ofModule()));
		assertEvidence(report, Step.LOAD, "dummy_change_carrier of dummy, which is not loaded");
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
	}

	@Test
	void aModuleOfAnotherKernelIsRefusedByName() throws Exception {
		byte[] module = Files.readAllBytes(DemoPatches.good());
		String text = new String(module, java.nio.charset.StandardCharsets.ISO_8859_1);
		int smp = text.indexOf(" SMP ", text.indexOf("vermagic="));
		module[smp + 1] = 'X';
		Path other = Files.write(directory.resolve("other.ko"), module);
		VerificationReport report = run(plan(other, probe(PATCHED_VERSION)));
		assertEquals(Outcome.FAILED, report.outcome());
		assertEquals(List.of(RuntimeProblem.Kind.LOAD_FAILED), kinds(report));
		assertTrue(report.problems().get(0).message().contains("version magic"), () -> report.problems().toString());
		assertVerdict(StepVerdict.SKIPPED, report, Step.UNLOAD);
		assertVerdict(StepVerdict.PASSED, report, Step.POWER_OFF);
	}

	@Test
	void aTransitionThatNeverEndsNamesTaskAndFunctionAndIsReversed() throws Exception {
		VerificationPlan plan = plan(DemoPatches.endless());
		VerificationReport report = run(with(plan, plan.deadlines().withTransition(Duration.ofSeconds(6))));
		assertEquals(Outcome.FAILED, report.outcome());
		assertEvidence(report, Step.STACK_CHECK, "warning: kthreadd (2, sleeping) is in kthreadd");
		assertEquals(List.of(RuntimeProblem.Kind.STUCK_TRANSITION), kinds(report));
		RuntimeProblem problem = report.problems().get(0);
		assertEquals("kthreadd", problem.function().orElseThrow());
		assertTrue(problem.message().contains("kthreadd (2, sleeping) is in kthreadd"), problem::message);
		assertEquals("kernel/kthread.c", problem.line().orElseThrow().place().file());
		String line = DemoKernel.text("kernel/kthread.c").lines().toList().get(problem.line().get().place().line() - 1);
		assertTrue(line.contains("schedule()"), () -> "it waits where the source says: " + line);
		TaskSwitch kthreadd = report.seen().transitions().getFirst().tasks().getFirst();
		assertEquals("kthreadd", kthreadd.name());
		assertEquals(Optional.empty(), kthreadd.by());
		assertEquals(Reason.SLEEPING, kthreadd.delays().getLast().reason());
		assertEvidence(report, Step.TRANSITION, "late: kthreadd (2) is sleeping in kthreadd, kernel/kthread.c:", "not forced. It could be");
		assertEvidence(report, Step.TRANSITION, "the transition was reversed");
		assertVerdict(StepVerdict.SKIPPED, report, Step.REDIRECTED);
		assertVerdict(StepVerdict.PASSED, report, Step.UNLOAD);
		assertVerdict(StepVerdict.PASSED, report, Step.POWER_OFF);
	}

	@Test
	void theTraceShowsTheOriginalFunctionLeadToTheNewOne() throws Exception {
		VerificationReport report = run(plan(DemoPatches.good(), probe(PATCHED_VERSION)).with(new RunOptions(false, true)));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		FunctionTrace trace = report.seen().trace().orElseThrow();
		assertEquals("function_graph", trace.tracer());
		String lines = String.join("\n", trace.lines());
		assertTrue(lines.matches("(?s).*\\| +version_proc_show\\(\\) \\{\n.*version_proc_show \\[livepatch_good\\]\\(\\).*"), lines);
		assertEvidence(report, Step.PROBE_AFTER_LOAD, "traced with function_graph:", "version_proc_show [livepatch_good]");
		assertVerdict(StepVerdict.PASSED, report, Step.UNLOAD);
	}

	@Test
	void withoutTracefsAndDynamicDebugTheRestIsVerifiedAndItSaysSo() throws Exception {
		Path probe = probe("umount /sys/kernel/tracing; umount /sys/kernel/debug; chmod 0 /proc/dynamic_debug/control; mount -t tmpfs none /proc/dynamic_debug\n" + PATCHED_VERSION);
		VerificationReport report = run(plan(DemoPatches.good(), probe).with(new RunOptions(false, true)));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		assertEvidence(report, Step.LOAD, "no dynamic debug for klp_try_switch_task");
		assertEvidence(report, Step.REDIRECTED, "shows no enabled_functions", "with the patch: version_proc_show at 0xffffffff");
		assertEvidence(report, Step.PROBE_AFTER_LOAD, "not traced: the kernel has no function tracer");
		assertEquals(Optional.empty(), report.seen().trace());
		assertEquals(2, report.seen().transitions().size());
	}

	@Test
	void aForcedTransitionRunsThePatchButVerifiesNothingAndIsNeverUnloaded() throws Exception {
		VerificationPlan plan = plan(DemoPatches.endless());
		VerificationReport report = run(with(plan, plan.deadlines().withTransition(Duration.ofSeconds(4))).with(new RunOptions(true, false)));
		assertEquals(Outcome.FAILED, report.outcome());
		assertEquals(List.of(RuntimeProblem.Kind.STUCK_TRANSITION), report.problems().stream().map(RuntimeProblem::kind).toList());
		assertEvidence(report, Step.TRANSITION, "FORCED", "consistency is no longer guaranteed", "stay loaded for good");
		assertEquals(List.of(Ending.FORCED), report.seen().transitions().stream().map(Transition::ending).toList());
		assertEquals(List.of(Kind.STARTED, Kind.FORCED, Kind.COMPLETE), report.seen().transitions().getFirst().marks().stream().map(Mark::kind).toList());
		assertVerdict(StepVerdict.PASSED, report, Step.REDIRECTED);
		assertVerdict(StepVerdict.SKIPPED, report, Step.UNLOAD);
		assertEvidence(report, Step.UNLOAD, "NOT UNLOADED: the transition was forced");
		assertVerdict(StepVerdict.SKIPPED, report, Step.PROBE_AFTER_UNLOAD);
		assertVerdict(StepVerdict.PASSED, report, Step.POWER_OFF);
	}

	private static List<RuntimeProblem.Kind> kinds(VerificationReport report) {
		return report.problems().stream().map(RuntimeProblem::kind).toList();
	}
}

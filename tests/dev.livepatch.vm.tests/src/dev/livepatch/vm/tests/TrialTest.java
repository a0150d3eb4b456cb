package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunOptions;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.Cost;
import dev.livepatch.vm.observation.PauseWindow;
import dev.livepatch.vm.observation.PauseWindow.Event;
import dev.livepatch.vm.observation.PauseWindow.Load;
import dev.livepatch.vm.observation.Scenario;
import dev.livepatch.vm.observation.ScenarioResult;
import dev.livepatch.vm.observation.StepVerdict;
import dev.livepatch.vm.observation.Stress;
import dev.livepatch.vm.observation.Taint;
import dev.livepatch.vm.trial.CostPlan;
import dev.livepatch.vm.trial.TrialBuilder;
import dev.livepatch.vm.trial.TrialBuilder.Wish;
import dev.livepatch.vm.trial.Trials;
import dev.livepatch.vm.trial.Workload;

/** Real patches in a real kernel, loaded more than once: under a workload, under stress, and with their cost measured. */
class TrialTest extends RunFixture {
	/** Programs and modules are built once for all tests. */
	@TempDir
	static Path cache;

	@Test
	void aGoodPatchUnderStressLeavesTheGuestAsItWas() throws Exception {
		DemoPatches.Built good = DemoPatches.goodWithObjects();
		VerificationReport report = run(with(plan(good.module(), probe(PATCHED_VERSION)), trials(new Wish(Workload.MIXED, 2, false, Optional.empty()), Optional.of(good))));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		Stress stress = report.seen().stress().orElseThrow();
		assertResult(stress, Scenario.REPEATED, StepVerdict.PASSED, 2);
		assertResult(stress, Scenario.SUCCESSOR, StepVerdict.PASSED, 1);
		assertResult(stress, Scenario.REFUSED, StepVerdict.PASSED, 1);
		assertEquals("the patch reaches no module", assertResult(stress, Scenario.MODULE_LATER, StepVerdict.SKIPPED, 0).note());
		assertFalse(stress.before().contains(Taint.LIVE_PATCHED), () -> stress.toString());
		assertTrue(stress.after().containsAll(Set.of(Taint.LIVE_PATCHED, Taint.OUT_OF_TREE)), () -> stress.toString());
		assertEvidence(report, Step.STRESS, "loaded and unloaded again and again: 2 times, and the guest is as before", "K (a live patch was loaded)");
		String console = Files.readString(report.consoleLog());
		assertTrue(console.contains("pre-patch callback failed for object 'vmlinux'"), "the refusal was not seen");
		assertTrue(console.contains("enabling patch 'livepatch_good_next'"), "the successor was not loaded");
		for (String kind : List.of("processes", "files", "proc", "sockets", "tcp", "pipes", "signals", "timers", "memory", "threads")) {
			assertTrue(step(report, Step.WORKLOAD_END).evidence().matches("(?s).*\\b" + kind + ": [1-9]\\d* rounds.*"), () -> kind + " in " + step(report, Step.WORKLOAD_END));
		}
		assertTrue(report.seen().stacks().orElseThrow().tasks().stream().anyMatch(t -> t.name().equals("pipes")), "the stack check saw no workload");
	}

	@Test
	void thePatchedModuleMayComeAndGo() throws Exception {
		DemoPatches.Built patch = DemoPatches.ofModuleWithObjects();
		VerificationPlan plan = plan(patch.module(), probe("ip link set dummy0 up\n! echo 1 >/sys/class/net/dummy0/carrier\n"));
		plan = new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), List.of("dummy"), List.of(), plan.machine(), plan.deadlines(), plan.workDir());
		VerificationReport report = run(with(plan, trials(new Wish(Workload.NONE, 1, false, Optional.empty()), Optional.of(patch))));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		Stress stress = report.seen().stress().orElseThrow();
		for (Scenario scenario : Scenario.values()) {
			assertResult(stress, scenario, StepVerdict.PASSED, 1);
		}
		assertTrue(report.step(Step.WORKLOAD).isEmpty());
	}

	/** Kernels before 6.3 cannot do it: what is then said must be what the kernel said. */
	@Test
	void aModuleComesAgainWithAPatchThatHasRelocationsToIt() throws Exception {
		DemoPatches.Built patch = DemoPatches.withRelocationsToModule();
		VerificationPlan plan = plan(patch.module(), probe("ip link add p0 type dummy || exit 2\nip link show p0 | grep -q 'mtu 9000'\nr=$?\nip link del p0\nexit $r\n"));
		plan = new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), List.of("dummy"), List.of(), plan.machine(), plan.deadlines(), plan.workDir());
		VerificationReport report = run(with(plan, trials(new Wish(Workload.NONE, 1, false, Optional.empty()), Optional.of(patch))));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		String note = assertResult(report.seen().stress().orElseThrow(), Scenario.MODULE_LATER, StepVerdict.PASSED, 1).note();
		boolean fault = Files.readString(report.consoleLog()).contains("nvalid relocation target, existing value is nonzero");
		assertEquals(fault, note.startsWith("but this kernel cannot load the module dummy again while the patch is loaded"), report::toString);
	}

	@Test
	void whatAPatchLeavesBehindIsFound() throws Exception {
		DemoPatches.Built patch = DemoPatches.tainting();
		VerificationPlan plan = plan(patch.module(), probe("grep -q '^patched Linux' /proc/version || exit 1\nrmmod dummy 2>/dev/null\nexit 0\n"));
		plan = new VerificationPlan(plan.kernel(), plan.module(), plan.probes(), List.of("dummy"), List.of(), plan.machine(), plan.deadlines(), plan.workDir());
		VerificationReport report = run(with(plan, trials(new Wish(Workload.NONE, 3, false, Optional.empty()), Optional.of(patch))));
		assertEquals(Outcome.FAILED, report.outcome(), report::toString);
		assertVerdict(StepVerdict.PASSED, report, Step.PROBE_AFTER_UNLOAD);
		assertVerdict(StepVerdict.FAILED, report, Step.STRESS);
		assertEquals(List.of(Kind.NOT_AS_BEFORE, Kind.NOT_AS_BEFORE), report.problems().stream().map(RuntimeProblem::kind).toList());
		Stress stress = report.seen().stress().orElseThrow();
		assertEquals(List.of("the module “dummy” is gone", "the kernel became tainted: U (asked for by a program)"), assertResult(stress, Scenario.REPEATED, StepVerdict.FAILED, 1).deviations());
		assertEquals("the guest was not as before already", assertResult(stress, Scenario.SUCCESSOR, StepVerdict.SKIPPED, 0).note());
	}

	@Test
	void aRefusalThatDoesNotHappenIsFound() throws Exception {
		DemoPatches.Built good = DemoPatches.goodWithObjects();
		Trials trials = trials(new Wish(Workload.NONE, 1, false, Optional.empty()), Optional.of(good));
		Map<String, Path> files = new HashMap<>(trials.files());
		files.put(Trials.REFUSED, files.get(Trials.SUCCESSOR));
		VerificationReport report = run(with(plan(good.module(), probe(PATCHED_VERSION)), new Trials(trials.workload(), trials.stress(), trials.cost(), files)));
		assertEquals(Outcome.FAILED, report.outcome(), report::toString);
		assertEquals(List.of("the kernel took the module livepatch_good_next although its pre-patch callback says no"),
				assertResult(report.seen().stress().orElseThrow(), Scenario.REFUSED, StepVerdict.FAILED, 1).deviations());
	}

	@Test
	void ofAFinishedModuleAloneItIsSaidWhatCannotBeTried() throws Exception {
		Trials trials = trials(new Wish(Workload.NONE, 1, false, Optional.empty()), Optional.empty());
		assertEquals(Set.of(Scenario.SUCCESSOR, Scenario.REFUSED), trials.stress().orElseThrow().impossible().keySet());
		assertTrue(trials.stress().orElseThrow().impossible().values().stream().allMatch(w -> w.contains("only a finished module was given")), trials::toString);
		assertTrue(trials.files().isEmpty());
	}

	@Test
	void thePauseOfAStoppedMachineIsSeenAndTheRestMeasured() throws Exception {
		Path loop = Files.writeString(directory.resolve("loop.sh"), "cat /proc/version /proc/version /proc/version\n");
		Trials trials = trials(new Wish(Workload.MIXED, 0, true, Optional.of(loop)), Optional.empty());
		CostPlan once = new CostPlan(1, Optional.empty(), trials.cost().orElseThrow().loop());
		assertEquals(Optional.empty(), trials.cost().orElseThrow().noRedirection());
		VerificationReport report = run(with(plan(DemoPatches.stopping(), probe(PATCHED_VERSION)), new Trials(trials.workload(), Optional.empty(), Optional.of(once), trials.files())));
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		Cost cost = report.seen().cost().orElseThrow();
		// the kernel's delay loop is calibrated, and a little off
		Duration stopped = Duration.ofMillis(DemoPatches.HELD_UP_MILLIS * 9 / 10);
		for (Load load : Load.values()) {
			for (Event event : Event.values()) {
				List<PauseWindow> windows = cost.windows(load, event);
				assertEquals(1, windows.size(), () -> load + " " + event);
				PauseWindow window = windows.getFirst();
				assertTrue(window.spinning().isPositive() && window.spinning().compareTo(window.length()) <= 0, window::toString);
				assertTrue(window.sleeping().isPositive() && window.sleeping().compareTo(window.length()) <= 0, window::toString);
				assertEquals(event != Event.REST, window.transition().isPresent() && window.request().isPresent(), window::toString);
			}
			PauseWindow loaded = cost.windows(load, Event.LOAD).getFirst();
			assertTrue(loaded.spinning().compareTo(stopped) >= 0, loaded::toString);
			assertTrue(loaded.sleeping().compareTo(stopped) >= 0, loaded::toString);
			assertTrue(cost.windows(load, Event.REST).getFirst().spinning().compareTo(stopped) < 0, cost::toString);
		}
		assertEquals(2, cost.call().orElseThrow().without().size());
		assertTrue(cost.call().orElseThrow().added().isPositive(), cost::toString);
		assertEquals("loop.sh", cost.loop().orElseThrow().what());
		assertTrue(cost.memory().orElseThrow() >= 4096, cost::toString);
		assertEvidence(report, Step.COST, "idle guest, nothing happens", "under the workload, load", "memory: the module takes", "caveat: measured in", "stop_machine");
	}

	private Trials trials(Wish wish, Optional<DemoPatches.Built> built) throws IOException {
		return new TrialBuilder(DemoKernel.open(), cache, Cancellation.NEVER).build(wish, built.map(DemoPatches.Built::variants));
	}

	private static VerificationPlan with(VerificationPlan plan, Trials trials) {
		return plan.with(RunOptions.ORDINARY.with(trials));
	}

	private static ScenarioResult assertResult(Stress stress, Scenario scenario, StepVerdict verdict, int rounds) {
		ScenarioResult result = stress.scenarios().stream().filter(r -> r.scenario() == scenario).findFirst().orElseThrow();
		assertEquals(verdict, result.verdict(), stress::toString);
		assertEquals(rounds, result.rounds(), stress::toString);
		return result;
	}
}

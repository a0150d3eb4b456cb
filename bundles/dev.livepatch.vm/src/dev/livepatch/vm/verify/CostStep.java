package dev.livepatch.vm.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.observation.CallCost;
import dev.livepatch.vm.observation.Cost;
import dev.livepatch.vm.observation.PauseWindow;
import dev.livepatch.vm.observation.PauseWindow.Load;
import dev.livepatch.vm.trial.CostPlan;
import dev.livepatch.vm.trial.Trials;
import dev.livepatch.vm.trial.Workload;

/** Measures what the patch costs: in a guest that does nothing else, and under the workload. Numbers are no verdict: only what cannot be done fails. */
final class CostStep {
	/** Most transitions are over by then; also long enough for a few ticks of every clock. */
	private static final Duration LEAST = Duration.ofSeconds(1);
	private static final Duration MOST = Duration.ofSeconds(10);
	/** Of the two watching tasks. */
	private static final Duration LONGEST = Duration.ofHours(1);
	private static final int LOOPS = 5;

	@FunctionalInterface
	private interface Measurement {
		/** At least one time. */
		List<Duration> take() throws StepFailure;
	}

	private final VerificationPlan plan;
	private final CostPlan cost;
	private final Gauge gauge;
	private final GuestWorkload workload;
	private final TrialPatch patch;
	private final Guest guest;
	private final List<PauseWindow> windows = new ArrayList<>();
	private Optional<CallCost> call = Optional.empty();
	private Optional<CallCost> loop = Optional.empty();
	private Optional<Long> memory = Optional.empty();

	CostStep(Guest guest, VerificationPlan plan, CostPlan cost, String patchName, GuestWorkload workload) {
		this.guest = guest;
		this.plan = plan;
		this.cost = cost;
		this.workload = workload;
		gauge = new Gauge(guest, plan.deadlines());
		patch = new TrialPatch(guest, plan.deadlines(), "patch", patchName);
	}

	Optional<Cost> seen() {
		return windows.isEmpty() && call.isEmpty() ? Optional.empty() : Optional.of(new Cost(windows, call, loop, memory));
	}

	StepResult run() throws StepFailure {
		Evidence evidence = new Evidence();
		if (cost.noRedirection().isPresent()) {
			evidence.add("the cost of a redirected call was not measured: " + cost.noRedirection().get());
		} else {
			call = redirection(evidence);
		}
		if (cost.loop().isPresent()) {
			loop = Optional.of(series(cost.loop().get(), patch, () -> gauge.runs(Trials.LOOP, LOOPS)));
		}
		gauge.watch(LONGEST);
		pauses(Load.IDLE);
		if (plan.options().trials().workload() != Workload.NONE) {
			workload.start();
			pauses(Load.WORKLOAD);
			workload.stop();
		}
		CostEvidence.add(new Cost(windows, call, loop, memory), evidence);
		return StepResult.passed(evidence);
	}

	/** On a kernel whose {@code getppid()} cannot be patched so, the rest is measured all the same. */
	private Optional<CallCost> redirection(Evidence evidence) throws StepFailure {
		Path module = plan.options().trials().files().get(Trials.REDIRECT);
		try {
			TrialPatch redirect = new TrialPatch(guest, plan.deadlines(), "redirect", PatchFile.read(module).name());
			return Optional.of(series("getppid()", redirect, gauge::calls));
		} catch (ToolException e) {
			throw StepFailure.of(Kind.LOAD_FAILED, e.getMessage());
		} catch (StepFailure e) {
			if (e.guestLost() || e.problems().stream().noneMatch(p -> p.kind() == Kind.LOAD_FAILED)) {
				throw e;
			}
			evidence.add("the cost of a redirected call was not measured: " + e.getMessage());
			return Optional.empty();
		}
	}

	private CallCost series(String what, TrialPatch patch, Measurement measurement) throws StepFailure {
		List<Duration> without = new ArrayList<>(List.of(Collections.min(measurement.take())));
		List<Duration> with = new ArrayList<>();
		for (int i = 0; i < cost.rounds(); i++) {
			patch.load();
			with.add(Collections.min(measurement.take()));
			patch.unload();
			without.add(Collections.min(measurement.take()));
		}
		return new CallCost(what, without, with);
	}

	private void pauses(Load load) throws StepFailure {
		Duration least = LEAST;
		for (int i = 0; i < cost.rounds(); i++) {
			Gauge.Reading loaded = gauge.load(load, patch, least);
			memory = loaded.memory();
			Gauge.Reading unloaded = gauge.unload(load, patch, least);
			windows.addAll(List.of(loaded.window(), unloaded.window()));
			// of more waits the longest is longer: a fair comparison needs windows of one length
			least = shorter(MOST, longer(least, longer(loaded.window().length(), unloaded.window().length())));
			windows.add(gauge.rest(load, least).window());
		}
	}

	private static Duration longer(Duration a, Duration b) {
		return a.compareTo(b) > 0 ? a : b;
	}

	private static Duration shorter(Duration a, Duration b) {
		return a.compareTo(b) < 0 ? a : b;
	}
}

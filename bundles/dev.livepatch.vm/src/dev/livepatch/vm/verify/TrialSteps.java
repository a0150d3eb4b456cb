package dev.livepatch.vm.verify;

import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.observation.Cost;
import dev.livepatch.vm.observation.PatchedFunction;
import dev.livepatch.vm.observation.Stress;
import dev.livepatch.vm.trial.Trials;
import dev.livepatch.vm.trial.Workload;

/** The steps of the trials that a plan asks for, around those of every run. */
final class TrialSteps {
	@FunctionalInterface
	interface Runner {
		boolean step(boolean possible, String whyNot, String name, StepLog.Body<RuntimeException> body);
	}

	private final Trials trials;
	private final GuestWorkload workload;
	private final Optional<StressStep> stress;
	private final Optional<CostStep> cost;

	TrialSteps(Guest guest, VerificationPlan plan, String patchName, ProbeStep probes, List<String> modules) {
		trials = plan.options().trials();
		workload = new GuestWorkload(guest);
		stress = trials.stress().map(s -> new StressStep(guest, plan, s, patchName, probes, modules));
		cost = trials.cost().map(c -> new CostStep(guest, plan, c, patchName, workload));
	}

	/** While the guest is as it was booted. */
	void look() throws StepFailure {
		if (stress.isPresent()) {
			stress.get().lookBefore();
		}
	}

	void before(Runner runner) {
		if (trials.workload() != Workload.NONE) {
			runner.step(true, "", Step.WORKLOAD, workload::start);
		}
	}

	/**
	 * @param unloaded whether the patch came off again
	 * @param good     whether nothing was wrong with it so far
	 */
	void after(boolean unloaded, boolean good, List<PatchedFunction> functions, Runner runner) {
		stress.ifPresent(s -> runner.step(unloaded && good, "something is wrong with the patch already", Step.STRESS, () -> s.run(functions)));
		if (trials.workload() != Workload.NONE) {
			runner.step(workload.running(), "it does not run", Step.WORKLOAD_END, workload::stop);
		}
		cost.ifPresent(c -> runner.step(unloaded, "the patch was not unloaded", Step.COST, c::run));
	}

	Optional<Stress> stress() {
		return stress.flatMap(StressStep::seen);
	}

	Optional<Cost> cost() {
		return cost.flatMap(CostStep::seen);
	}
}

package dev.livepatch.vm.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.guest.KernelWarning;
import dev.livepatch.vm.observation.PatchedFunction;
import dev.livepatch.vm.observation.Scenario;
import dev.livepatch.vm.observation.ScenarioResult;
import dev.livepatch.vm.observation.StepVerdict;
import dev.livepatch.vm.observation.Stress;
import dev.livepatch.vm.observation.Taint;
import dev.livepatch.vm.trial.StressPlan;
import dev.livepatch.vm.trial.Trials;

/** Puts the patch through all that patches meet, and looks each time whether the guest is as before. */
final class StressStep {
	/** {@code kernel/livepatch/core.c: klp_init_object_loaded, klp_enable_patch}: {@code pre-patch callback failed for object '%s'}. */
	private static final String CALLBACK_FAILED = "pre-patch callback failed";

	@FunctionalInterface
	private interface Round {
		/** Adds what is not as it should be. */
		void run(List<String> deviations) throws StepFailure;
	}

	private final Guest guest;
	private final VerificationPlan plan;
	private final StressPlan stress;
	private final ProbeStep probes;
	private final List<String> modules;
	private final TrialPatch patch;
	private final List<ScenarioResult> results = new ArrayList<>();
	/** About the scenario that is being tried. */
	private String note = "";
	private GuestState before;
	private GuestState after;

	/** @param modules those loaded before the patch, in the order of loading */
	StressStep(Guest guest, VerificationPlan plan, StressPlan stress, String patchName, ProbeStep probes, List<String> modules) {
		this.guest = guest;
		this.plan = plan;
		this.stress = stress;
		this.probes = probes;
		this.modules = modules;
		patch = new TrialPatch(guest, plan.deadlines(), "patch", patchName);
	}

	/** Notes how the guest is before the first load. */
	void lookBefore() throws StepFailure {
		before = look();
		after = before;
	}

	Optional<Stress> seen() {
		return results.isEmpty() ? Optional.empty() : Optional.of(new Stress(results, before.taints(), after.taints()));
	}

	/** @param functions what the patch redirects */
	StepResult run(List<PatchedFunction> functions) throws StepFailure {
		Evidence evidence = new Evidence();
		scenario(Scenario.REPEATED, stress.rounds(), Optional.empty(), this::repeat);
		scenario(Scenario.SUCCESSOR, 1, Optional.empty(), this::succeed);
		ParentModules parents = ParentModules.of(functions, modules, guest, plan.deadlines().load());
		boolean ofModules = functions.stream().anyMatch(f -> !f.parent().equals(ParentObject.VMLINUX));
		Optional<String> noModule = !parents.isEmpty() ? parents.remove()
				: Optional.of(ofModules ? "the modules that the patch reaches are not among those loaded in this run" : "the patch reaches no module");
		scenario(Scenario.MODULE_LATER, 1, noModule, d -> moduleLater(parents, d));
		scenario(Scenario.REFUSED, 1, Optional.empty(), this::refused);
		List<RuntimeProblem> problems = new ArrayList<>();
		for (ScenarioResult result : results) {
			evidence.add(result.scenario() + ": " + switch (result.verdict()) {
				case PASSED -> (result.rounds() == 1 ? "" : result.rounds() + " times, ") + "and the guest is as before, after " + Evidence.seconds(result.elapsed())
						+ (result.note().isEmpty() ? "" : "; " + result.note());
				case SKIPPED -> "not tried: " + result.note();
				case FAILED -> "not as it should be" + (result.rounds() > 1 ? ", in round " + result.rounds() : "");
			});
			evidence.quote(result.deviations(), 20);
			result.deviations().forEach(d -> problems.add(new RuntimeProblem(Kind.NOT_AS_BEFORE, result.scenario() + ": " + d, Optional.empty())));
		}
		Set<Taint> taints = after.taints();
		evidence.add(taints.isEmpty() ? "the kernel is not tainted" : "the kernel's taints: " + taints.stream()
				.map(t -> t + (before.taints().contains(t) ? ", before the load already" : "")).collect(Collectors.joining("; ")));
		return StepResult.of(evidence, problems);
	}

	/** A scenario whose guest is not as before makes those that follow pointless. */
	private void scenario(Scenario scenario, int rounds, Optional<String> whyNot, Round round) throws StepFailure {
		Optional<String> reason = whyNot.or(() -> Optional.ofNullable(stress.impossible().get(scenario)))
				.or(() -> results.stream().anyMatch(r -> r.verdict() == StepVerdict.FAILED) ? Optional.of("the guest was not as before already") : Optional.empty());
		if (reason.isPresent()) {
			results.add(new ScenarioResult(scenario, StepVerdict.SKIPPED, 0, Duration.ZERO, List.of(), reason.get()));
			return;
		}
		long start = System.nanoTime();
		List<String> deviations = new ArrayList<>();
		note = "";
		int done = 0;
		try {
			while (done < rounds && deviations.isEmpty()) {
				done++;
				one(scenario, done, round, deviations);
			}
		} finally {
			StepVerdict verdict = done == rounds && deviations.isEmpty() ? StepVerdict.PASSED : StepVerdict.FAILED;
			results.add(new ScenarioResult(scenario, verdict, done, Duration.ofNanos(System.nanoTime() - start), deviations, note));
		}
	}

	private void one(Scenario scenario, int number, Round round, List<String> deviations) throws StepFailure {
		List<KernelWarning> warned = guest.kernel().warnings();
		try {
			round.run(deviations);
			probe(false, "after the unload", deviations);
			guest.settle("stress." + scenario.ordinal() + "." + number);
			after = look();
			deviations.addAll(before.deviations(after));
		} catch (StepFailure e) {
			deviations.add(e.getMessage());
			if (e.guestLost()) {
				throw e;
			}
		}
		Set<String> known = warned.stream().map(KernelWarning::place).collect(Collectors.toCollection(TreeSet::new));
		guest.kernel().warnings().stream().skip(warned.size()).filter(w -> !known.contains(w.place())).forEach(w -> deviations.add(w.problem().message()));
	}

	private void repeat(List<String> deviations) throws StepFailure {
		patch.load();
		probe(true, "after the load", deviations);
		patch.unload();
	}

	private void succeed(List<String> deviations) throws StepFailure {
		TrialPatch successor = other(Trials.SUCCESSOR);
		patch.load();
		successor.load();
		patch.awaitGone();
		probe(true, "after the replacement", deviations);
		patch.remove();
		probe(true, "after the removal of the replaced patch", deviations);
		successor.unload();
	}

	/** With the modules removed. */
	private void moduleLater(ParentModules parents, List<String> deviations) throws StepFailure {
		patch.load();
		parents.load();
		unpatched(parents, "loaded after the patch", deviations);
		probe(true, "with the module loaded after the patch", deviations);
		parents.remove().ifPresent(deviations::add);
		List<String> left = parents.loadAgain();
		if (left.isEmpty()) {
			unpatched(parents, "loaded again", deviations);
		} else {
			note = "but this kernel cannot load the module " + left.getFirst() + " again while the patch is loaded: it leaves the patch's relocations to a removed module as they "
					+ "are (mended in Linux 6.3, commit 0c05e7bd2d01)";
		}
		patch.unload();
		parents.load(left);
	}

	private void unpatched(ParentModules parents, String when, List<String> deviations) throws StepFailure {
		parents.unpatched(patch.name()).forEach(module -> deviations.add("the module " + module + ", " + when + ", is not patched"));
	}

	private void refused(List<String> deviations) throws StepFailure {
		TrialPatch refused = other(Trials.REFUSED);
		long mark = guest.kernel().mark();
		AgentReply reply = refused.tryLoad();
		guest.settle("refused");
		if (reply.status() == 0) {
			deviations.add("the kernel took the module " + refused.name() + " although its pre-patch callback says no");
			refused.unload();
		} else if (guest.kernel().since(mark).stream().noneMatch(l -> l.contains(CALLBACK_FAILED))) {
			deviations.add("the kernel refused the module " + refused.name() + ", but not for its callback: " + reply.text());
		}
	}

	private void probe(boolean patched, String when, List<String> deviations) throws StepFailure {
		probes.run(patched, when, new Evidence()).problems().forEach(p -> deviations.add(p.message()));
	}

	private TrialPatch other(String file) throws StepFailure {
		Path module = plan.options().trials().files().get(file);
		try {
			return new TrialPatch(guest, plan.deadlines(), file.replaceFirst("\\.ko$", ""), PatchFile.read(module).name());
		} catch (ToolException e) {
			throw StepFailure.of(Kind.LOAD_FAILED, e.getMessage());
		}
	}

	private GuestState look() throws StepFailure {
		return GuestState.parse(guest.ask("state").lines());
	}
}

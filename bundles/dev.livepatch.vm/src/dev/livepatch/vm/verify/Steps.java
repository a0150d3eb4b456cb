package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.observation.EntryState.Moment;
import dev.livepatch.vm.observation.Observations;
import dev.livepatch.vm.observation.PatchedFunction;
import dev.livepatch.vm.observation.StackSurvey;
import dev.livepatch.vm.source.SourceFinder;

/** The steps of one run in a guest that is ready, in their order. */
final class Steps {
	private static final Duration POLL = Duration.ofMillis(20);
	/** A kernel may believe that it knows how to switch the machine off, and be wrong. */
	private static final Duration AFTER_POWER_DOWN = Duration.ofMillis(500);

	private final VerificationPlan plan;
	private final List<String> modules;
	private final Guest guest;
	private final Entries entries;
	private final LivePatch patch;
	private final ProbeStep probes;
	private final StackCheck stackCheck;
	private final Transitions transitions;
	private final TrialSteps trials;
	private final Debugger debugger;
	private final FunctionTracer tracer;
	private final StepLog log;
	private final List<String> features;
	private int settled;

	/**
	 * @param functions as far as known before the load
	 * @param features  of the guest's kernel, as its agent calls them
	 */
	Steps(VerificationPlan plan, PatchFile file, List<PatchedFunction> functions, List<String> modules, Guest guest, List<String> features,
			CompletableFuture<Addresses> addresses, StepLog log, Consumer<RunEvent> events) {
		this.plan = plan;
		this.modules = modules;
		this.guest = guest;
		this.features = features;
		this.log = log;
		SourceFinder sources = new SourceFinder(plan.kernel(), Map.of(file.name(), plan.module()));
		entries = new Entries(guest, plan, functions, file.newCode(), addresses, sources);
		stackCheck = new StackCheck(guest, plan.kernel(), Stacks.of(functions, sources));
		transitions = new Transitions(guest, file.name(), plan.deadlines().transition(), () -> stackCheck.survey().map(StackSurvey::tasks).orElse(List.of()));
		patch = new LivePatch(guest, file.name(), plan, entries, sources, transitions, functions);
		tracer = new FunctionTracer(guest);
		probes = new ProbeStep(guest, plan.probes(), plan.deadlines().probe());
		debugger = new Debugger(guest, plan, file.name(), events);
		trials = new TrialSteps(guest, plan, file.name(), probes, modules);
	}

	void run() {
		if (!modules.isEmpty()) {
			step(Step.MODULES, this::loadModules);
		}
		step(Step.PROBE_BEFORE, this::probeBefore);
		trials.before(this::step);
		step(Step.STACK_CHECK, () -> stackCheck.run(features.contains("stack"), plan.kernel().config().enabled("CONFIG_HAVE_RELIABLE_STACKTRACE")));
		boolean loaded = step(Step.LOAD, patch::load);
		step(loaded, "the patch was not loaded", Step.TRANSITION, patch::transition);
		boolean switched = patch.inForce();
		String notInForce = loaded ? "the patch did not come into force" : "the patch was not loaded";
		step(switched, notInForce, Step.REDIRECTED, patch::redirected);
		if (plan.options().debug()) {
			step(switched, notInForce, Step.DEBUGGER, debugger::run);
		}
		StepLog.Body<RuntimeException> probing = () -> probes.run(true, "after the load", new Evidence());
		step(switched, notInForce, Step.PROBE_AFTER_LOAD, plan.options().trace() ? () -> tracer.during(probing) : probing);
		Optional<String> stays = patch.notRemovable();
		boolean unloaded = step(stays.isEmpty(), stays.orElse(""), Step.UNLOAD, patch::unload);
		step(unloaded, loaded ? "the patch was not unloaded" : "the patch was not loaded", Step.PROBE_AFTER_UNLOAD,
				() -> probes.run(false, "after the unload", new Evidence()));
		trials.after(unloaded, log.problems().isEmpty(), patch.functions(), this::step);
		log.run(Step.POWER_OFF, this::powerOff);
	}

	/** What the steps saw, as data. */
	Observations seen() {
		return new Observations(stackCheck.survey(), transitions.seen(), entries.seen(), tracer.seen(), trials.stress(), trials.cost());
	}

	private boolean step(boolean possible, String whyNot, String name, StepLog.Body<RuntimeException> body) {
		if (possible) {
			return step(name, body);
		}
		log.skip(name, whyNot);
		return false;
	}

	private boolean step(String name, StepLog.Body<RuntimeException> body) {
		return log.run(name, () -> {
			StepResult result = body.run();
			guest.settle("step." + ++settled);
			return result;
		});
	}

	private StepResult loadModules() throws StepFailure {
		Evidence evidence = new Evidence();
		List<RuntimeProblem> problems = new ArrayList<>();
		for (int i = 0; i < modules.size() && problems.isEmpty(); i++) {
			long mark = guest.kernel().mark();
			AgentReply reply = guest.ask(plan.deadlines().load(), "load", "module." + i);
			if (reply.status() == 0) {
				evidence.add(modules.get(i) + " loaded");
			} else {
				guest.settle("module." + i);
				String message = "the kernel refused the module " + modules.get(i) + ": " + reply.text();
				evidence.add(message).quote(guest.kernel().since(mark), 10);
				problems.add(new RuntimeProblem(Kind.LOAD_FAILED, message, Optional.empty()));
			}
		}
		return StepResult.of(evidence, problems);
	}

	private StepResult probeBefore() throws StepFailure {
		trials.look();
		Evidence memory = new Evidence();
		List<RuntimeProblem> problems = entries.check(patch.functions(), Moment.BOOTED, memory);
		StepResult result = probes.run(false, "before the load", new Evidence());
		List<RuntimeProblem> all = new ArrayList<>(result.problems());
		all.addAll(problems);
		Evidence evidence = new Evidence().add(result.evidence());
		if (!memory.isEmpty()) {
			evidence.add(memory.toString());
		}
		return all.isEmpty() ? new StepResult(result.verdict(), evidence.toString(), all) : StepResult.of(evidence, all);
	}

	private StepResult powerOff() throws StepFailure {
		Evidence evidence = new Evidence();
		guest.ask("off");
		long end = System.nanoTime() + plan.deadlines().powerOff().toNanos();
		boolean down = false;
		while (!guest.exitedWithin(down ? AFTER_POWER_DOWN : POLL)) {
			if (down || guest.kernel().halted()) {
				return StepResult.passed(evidence.add("the kernel halted: it knows no way to switch the machine off, so the emulator was ended from outside"));
			}
			down = guest.kernel().poweringDown();
			if (System.nanoTime() > end) {
				throw StepFailure.of(Kind.DEADLINE, "the guest did not power off within " + plan.deadlines().powerOff().toSeconds() + " s and was stopped from outside");
			}
		}
		if (guest.kernel().inTrouble()) {
			throw guest.ended();
		}
		return StepResult.passed(evidence.add("QEMU ended with exit code " + guest.machine().exit().getNow(-1)));
	}
}

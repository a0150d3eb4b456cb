package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.guest.KernelConsole;
import dev.livepatch.vm.observation.StepVerdict;

/** Runs the steps one after the other, and keeps what they came to. Once the guest is lost the rest is skipped. */
final class StepLog {
	/** @param <X> what ends the run without a report */
	@FunctionalInterface
	interface Body<X extends Exception> {
		StepResult run() throws StepFailure, X;
	}

	private final Consumer<RunEvent> events;
	private final KernelWarnings warnings;
	private final PatchLines lines;
	private final List<Step> steps = new ArrayList<>();
	private final List<RuntimeProblem> problems = new ArrayList<>();
	private Optional<String> lost = Optional.empty();

	/** @param kernel the console of the machine that was started at last */
	StepLog(Consumer<RunEvent> events, Supplier<KernelConsole> kernel, PatchLines lines) {
		this.events = events;
		this.lines = lines;
		warnings = new KernelWarnings(kernel);
	}

	/** @return whether it did what it should; a warning of the kernel meanwhile fails the step, but what depends on it can follow */
	<X extends Exception> boolean run(String name, Body<X> body) throws X {
		if (lost.isPresent()) {
			skip(name, lost.get());
			return false;
		}
		events.accept(new RunEvent.StepStarted(name));
		long start = System.nanoTime();
		StepResult result;
		try {
			result = body.run();
		} catch (StepFailure e) {
			result = new StepResult(StepVerdict.FAILED, e.getMessage(), e.problems());
			if (e.guestLost()) {
				lost = Optional.of("the run ended with the step “" + name + "”");
			}
		}
		StepResult judged = warnings.judge(name, result);
		judged.problems().stream().map(lines::located).forEach(problems::add);
		finish(new Step(name, judged.verdict(), Duration.ofNanos(System.nanoTime() - start), judged.evidence()));
		return result.verdict() == StepVerdict.PASSED;
	}

	void skip(String name, String why) {
		finish(new Step(name, StepVerdict.SKIPPED, Duration.ZERO, "skipped: " + lost.orElse(why)));
	}

	List<Step> steps() {
		return steps;
	}

	List<RuntimeProblem> problems() {
		return problems;
	}

	Outcome outcome() {
		boolean died = problems.stream().anyMatch(p -> p.kind() == Kind.MACHINE_DIED || p.kind() == Kind.GARBLED || p.kind() == Kind.STALE_BREAKPOINT);
		boolean booted = steps.stream().anyMatch(s -> s.name().equals(Step.BOOT) && s.verdict() == StepVerdict.PASSED);
		boolean kernelSpoke = problems.stream().anyMatch(p -> p.kind() != Kind.DEADLINE && p.kind() != Kind.MACHINE_DIED);
		if (died || !booted && !kernelSpoke) {
			return Outcome.ERROR;
		}
		boolean failed = !problems.isEmpty() || steps.stream().anyMatch(s -> s.verdict() == StepVerdict.FAILED);
		return failed ? Outcome.FAILED : Outcome.VERIFIED;
	}

	private void finish(Step step) {
		steps.add(step);
		events.accept(new RunEvent.StepFinished(step));
	}
}

package dev.livepatch.vm.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.AgentReply;

/** Runs the probes at one point of the run. Without the patch in force each must fail, with it each must pass. */
final class ProbeStep {
	/** 128 + SIGKILL. */
	private static final int KILLED = 137;
	private static final int NOT_FOUND = 127;
	private static final int MAX_LINES = 20;
	private static final Duration MARGIN = Duration.ofSeconds(10);

	private final Guest guest;
	private final List<Path> probes;
	private final Duration deadline;

	ProbeStep(Guest guest, List<Path> probes, Duration deadline) {
		this.guest = guest;
		this.probes = probes;
		this.deadline = deadline;
	}

	/** @param when such as “before the load” */
	StepResult run(boolean patched, String when, Evidence evidence) throws StepFailure {
		if (probes.isEmpty()) {
			evidence.add("NO PROBE: what the patch does was not verified " + when);
			return StepResult.skipped(evidence);
		}
		List<RuntimeProblem> problems = new ArrayList<>();
		for (int i = 0; i < probes.size(); i++) {
			String name = probes.get(i).getFileName().toString();
			long start = System.nanoTime();
			long limit = Math.max(1, deadline.toSeconds());
			AgentReply reply = guest.ask(deadline.plus(MARGIN), "probe", i, limit);
			Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
			boolean late = reply.status() == KILLED && elapsed.toSeconds() >= limit - 1;
			evidence.add(name + ": " + (late ? "killed after " : "exit " + reply.status() + " after ") + Evidence.seconds(elapsed)
					+ (reply.status() == NOT_FOUND ? " (a command it uses is not in the guest's busybox)" : ""));
			evidence.quote(reply.lines(), MAX_LINES);
			if (late) {
				problems.add(problem(Kind.DEADLINE, "the probe " + name + " did not end within " + limit + " s " + when));
			} else if (patched != (reply.status() == 0)) {
				problems.add(problem(Kind.PROBE, patched
						? "the probe " + name + " fails " + when + " (exit " + reply.status() + "), where it must pass: the patch does not do what the probe asks for"
						: "the probe " + name + " passes " + when + ", where it must fail: it does not tell the patched kernel from the original"));
			}
		}
		return StepResult.of(evidence, problems);
	}

	private static RuntimeProblem problem(Kind kind, String message) {
		return new RuntimeProblem(kind, message, Optional.empty());
	}
}

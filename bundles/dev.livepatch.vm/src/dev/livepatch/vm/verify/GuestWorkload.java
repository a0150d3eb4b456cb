package dev.livepatch.vm.verify;

import java.time.Duration;

import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.AgentReply;

/** The workload in the guest ({@code workload.c}): it ends by itself if nobody ends it. */
final class GuestWorkload {
	/** Longer than any run. */
	private static final Duration LONGEST = Duration.ofHours(12);

	private final Guest guest;
	private boolean running;

	GuestWorkload(Guest guest) {
		this.guest = guest;
	}

	boolean running() {
		return running;
	}

	StepResult start() throws StepFailure {
		AgentReply reply = guest.ask("workload", LONGEST.toSeconds());
		running = reply.status() == 0;
		if (!running) {
			throw StepFailure.of(Kind.LOAD_FAILED, "the workload cannot be started in the guest: " + reply.text());
		}
		return StepResult.passed(new Evidence().add("processes, threads, files, sockets, pipes, signals, timers and memory are being worked on"));
	}

	/** Ends it, if it runs, and tells how much was done. */
	StepResult stop() throws StepFailure {
		Evidence evidence = new Evidence();
		if (running) {
			running = false;
			for (String line : guest.ask("rest").lines()) {
				String[] words = line.split(" ", 3);
				if (words.length == 3 && words[1].equals("-")) {
					evidence.add(words[0] + ": ended, " + words[2]);
				} else if (words.length == 2) {
					evidence.add(words[0] + ": " + words[1] + " rounds");
				}
			}
		}
		return StepResult.passed(evidence);
	}
}

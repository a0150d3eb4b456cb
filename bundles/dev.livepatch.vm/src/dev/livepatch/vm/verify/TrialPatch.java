package dev.livepatch.vm.verify;

import java.time.Duration;

import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.AgentReply;

/**
 * A patch module in the guest that is loaded and unloaded for trial.
 *
 * @param file among the payload, without {@code .ko}
 * @param name the module's, as the kernel shows it
 */
record TrialPatch(Guest guest, Deadlines deadlines, String file, String name) {
	private static final Duration POLL = Duration.ofMillis(20);

	/** Until every task runs the patched functions. */
	void load() throws StepFailure {
		AgentReply reply = tryLoad();
		if (reply.status() != 0) {
			throw StepFailure.of(Kind.LOAD_FAILED, "the kernel refused the module " + name + ": " + reply.text());
		}
		await("0", "the transition to " + name);
	}

	/** The answer tells whether the kernel takes it. */
	AgentReply tryLoad() throws StepFailure {
		return guest.ask(deadlines.load(), "load", file);
	}

	/** Until every task runs the original functions and the module is gone. */
	void unload() throws StepFailure {
		AgentReply reply = guest.ask(deadlines.load(), "disable", name);
		if (reply.status() != 0) {
			throw StepFailure.of(Kind.UNLOAD_FAILED, "the patch " + name + " cannot be disabled: " + reply.text());
		}
		awaitGone();
		remove();
	}

	/** Waits until the kernel has dropped the patch. */
	void awaitGone() throws StepFailure {
		await("gone", "the transition back from " + name);
	}

	/** Removes the module of a patch that the kernel has dropped; it lets go of it a moment later. */
	void remove() throws StepFailure {
		long end = end(deadlines.command());
		AgentReply reply = guest.ask(deadlines.load(), "unload", name);
		while (reply.status() != 0 && System.nanoTime() < end) {
			guest.pause(POLL);
			reply = guest.ask(deadlines.load(), "unload", name);
		}
		if (reply.status() != 0) {
			throw StepFailure.of(Kind.UNLOAD_FAILED, "the module " + name + " cannot be removed: " + reply.text());
		}
	}

	private void await(String state, String what) throws StepFailure {
		long end = end(deadlines.transition());
		while (!guest.ask("transition", name).text().equals(state)) {
			if (System.nanoTime() > end) {
				throw StepFailure.of(Kind.STUCK_TRANSITION, what + " did not end within " + deadlines.transition().toSeconds() + " s");
			}
			guest.pause(POLL);
		}
	}

	private static long end(Duration deadline) {
		return System.nanoTime() + deadline.toNanos();
	}
}

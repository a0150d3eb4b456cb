package dev.livepatch.vm.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.Agent;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.guest.KernelConsole;
import dev.livepatch.vm.guest.KernelConsole.Line;
import dev.livepatch.vm.qemu.Machine;

/** A running guest as the steps see it: requests that end with an answer, a deadline, a kernel in trouble, a dead emulator, or a cancelled run. */
final class Guest {
	private static final Duration POLL = Duration.ofMillis(20);
	private static final Duration REPORT_TIME = Duration.ofSeconds(2);
	/** Nearly all requests are answered sooner. */
	private static final Duration NUDGE = Duration.ofSeconds(3);

	private final Machine machine;
	private final Agent agent;
	private final KernelConsole kernel;
	private final Cancellation cancellation;
	private final Duration commandDeadline;
	private Duration stampsAhead = Duration.ZERO;

	Guest(Machine machine, Agent agent, KernelConsole kernel, Cancellation cancellation, Duration commandDeadline) {
		this.machine = machine;
		this.agent = agent;
		this.kernel = kernel;
		this.cancellation = cancellation;
		this.commandDeadline = commandDeadline;
	}

	Machine machine() {
		return machine;
	}

	Agent agent() {
		return agent;
	}

	KernelConsole kernel() {
		return kernel;
	}

	/** A short request. */
	AgentReply ask(String verb, Object... arguments) throws StepFailure {
		return ask(commandDeadline, verb, arguments);
	}

	AgentReply ask(Duration deadline, String verb, Object... arguments) throws StepFailure {
		try {
			return answer(agent.request(verb, arguments), deadline, verb);
		} catch (IOException e) {
			throw ended();
		}
	}

	/** Sends a piece of the payload. */
	AgentReply put(byte[] piece) throws StepFailure {
		try {
			return answer(agent.put(piece), commandDeadline, "put");
		} catch (IOException e) {
			throw ended();
		}
	}

	private AgentReply answer(CompletableFuture<AgentReply> reply, Duration deadline, String verb) throws StepFailure {
		return await(reply, deadline, "the guest's answer to “" + verb + "”", agent::nudge);
	}

	/** @param what is waited for, as the subject of “… did not come within” */
	<T> T await(CompletableFuture<T> future, Duration deadline, String what) throws StepFailure {
		return await(future, deadline, what, () -> {
		});
	}

	@FunctionalInterface
	private interface Nudge {
		void give() throws IOException;
	}

	private <T> T await(CompletableFuture<T> future, Duration deadline, String what, Nudge nudge) throws StepFailure {
		long end = System.nanoTime() + deadline.toNanos();
		long next = System.nanoTime() + NUDGE.toNanos();
		while (true) {
			cancellation.check();
			try {
				return future.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
			} catch (TimeoutException e) {
				checkAlive();
				if (System.nanoTime() > next) {
					next += NUDGE.toNanos();
					give(nudge);
				}
				if (System.nanoTime() > end) {
					throw StepFailure.lost(Kind.DEADLINE, what + " did not come within " + deadline.toSeconds() + " s");
				}
			} catch (ExecutionException e) {
				throw StepFailure.lost(Kind.GARBLED, e.getCause().getMessage());
			} catch (InterruptedException e) {
				throw interrupted();
			}
		}
	}

	private void give(Nudge nudge) throws StepFailure {
		try {
			nudge.give();
		} catch (IOException e) {
			throw ended();
		}
	}

	/** Lets some time pass, for polling. */
	void pause(Duration time) throws StepFailure {
		exitedWithin(time);
		checkAlive();
	}

	/**
	 * Makes sure that everything the kernel has said so far has been read.
	 *
	 * @param word used once only
	 * @return the time in the guest, by its kernel's clock; as near as it is known
	 * @throws StepFailure if the kernel is in trouble
	 */
	Duration settle(String word) throws StepFailure {
		long start = kernel.mark();
		Duration uptime = uptime(ask("mark", word).text());
		String line = "livepatch-tools: " + word;
		long end = System.nanoTime() + REPORT_TIME.toNanos();
		Optional<Line> said;
		while ((said = kernel.linesSince(start).stream().filter(l -> l.text().equals(line)).findFirst()).isEmpty() && System.nanoTime() < end) {
			pause(Duration.ofMillis(2));
		}
		checkAlive();
		said.flatMap(Line::time).ifPresent(t -> stampsAhead = t.minus(uptime));
		return kernelTime(uptime);
	}

	/** The time by the kernel's clock, which stamps its log, at a time by {@code /proc/uptime}. */
	Duration kernelTime(Duration uptime) {
		return uptime.plus(stampsAhead);
	}

	private static Duration uptime(String seconds) {
		return seconds.matches("\\d{1,9}\\.\\d\\d") ? Duration.ofMillis(10 * Long.parseLong(seconds.replace(".", ""))) : Duration.ZERO;
	}

	private void checkAlive() throws StepFailure {
		if (kernel.inTrouble()) {
			throw trouble();
		}
		if (machine.exit().isDone()) {
			throw ended();
		}
	}

	/** Waits a little, so that the report is whole. */
	private StepFailure trouble() {
		long end = System.nanoTime() + REPORT_TIME.toNanos();
		while (!kernel.toldAll() && System.nanoTime() < end && !exitedWithin(POLL)) {
			// the rest of the report is on its way
		}
		if (machine.exit().isDone()) {
			lastWords();
		}
		return StepFailure.kernel(kernel);
	}

	/** The connection broke or the emulator ended: finds out why. */
	StepFailure ended() {
		String tail = lastWords();
		if (kernel.inTrouble()) {
			return StepFailure.kernel(kernel);
		}
		String how = switch (machine.qmp().shutdownReason()) {
			case "guest-reset" -> "the guest rebooted in the middle of the run";
			case "guest-shutdown" -> "the guest powered off in the middle of the run";
			default -> "QEMU ended in the middle of the run with exit code " + machine.exit().getNow(-1);
		};
		return StepFailure.lost(Kind.MACHINE_DIED, tail.isEmpty() ? how : how + ": " + tail);
	}

	private String lastWords() {
		try {
			// a broken connection is noticed before the process has ended
			machine.exit().get(REPORT_TIME.toMillis(), TimeUnit.MILLISECONDS);
			return machine.lastWords();
		} catch (TimeoutException | ExecutionException e) {
			return "its connection is broken, although it still runs";
		} catch (InterruptedException e) {
			throw interrupted();
		}
	}

	/** Whether QEMU ends within this time. */
	boolean exitedWithin(Duration time) {
		cancellation.check();
		try {
			machine.exit().get(time.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		} catch (TimeoutException e) {
			return false;
		} catch (ExecutionException e) {
			return true;
		} catch (InterruptedException e) {
			throw interrupted();
		}
	}

	private static CancellationException interrupted() {
		Thread.currentThread().interrupt();
		return new CancellationException("interrupted");
	}
}

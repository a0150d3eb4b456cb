package dev.livepatch.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.livepatch.core.process.Cancellation;

/** Turns Ctrl+C and SIGTERM into a cancellation, and gives the work time to clean up before the virtual machine goes. */
final class Interrupt implements Cancellation {
	private static final int CLEAN_UP_SECONDS = 10;
	private final CountDownLatch finished = new CountDownLatch(1);
	private volatile boolean cancelled;

	private Interrupt() {
	}

	static Interrupt install() {
		Interrupt interrupt = new Interrupt();
		Runtime.getRuntime().addShutdownHook(new Thread(interrupt::cancelAndWait, "interrupt"));
		return interrupt;
	}

	@Override
	public boolean isCancelled() {
		return cancelled;
	}

	/** The work is done: the virtual machine may go at once. */
	void finished() {
		finished.countDown();
	}

	private void cancelAndWait() {
		cancelled = true;
		try {
			finished.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}

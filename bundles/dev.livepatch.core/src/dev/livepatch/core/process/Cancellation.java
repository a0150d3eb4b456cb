package dev.livepatch.core.process;

import java.util.concurrent.CancellationException;

/** Asks whether the work in hand is still wanted. Implementations are cheap and safe to call from any thread. */
@FunctionalInterface
public interface Cancellation {

	/** Work that nobody can cancel. */
	Cancellation NEVER = () -> false;

	boolean isCancelled();

	/** @throws CancellationException if the work is no longer wanted */
	default void check() {
		if (isCancelled()) {
			throw new CancellationException("cancelled");
		}
	}
}

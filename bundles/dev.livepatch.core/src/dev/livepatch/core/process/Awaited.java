package dev.livepatch.core.process;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What another thread came to, as if this one had done it. */
public final class Awaited {
	private Awaited() {
	}

	/**
	 * @throws IOException           or what else the other thread threw, if it is no other checked exception
	 * @throws CancellationException if this thread is interrupted
	 */
	public static <T> T result(Future<T> future) throws IOException {
		try {
			return future.get();
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		} catch (ExecutionException e) {
			switch (e.getCause()) {
				case IOException io -> throw io;
				case RuntimeException r -> throw r;
				case Error error -> throw error;
				default -> throw new IllegalStateException(e.getCause());
			}
		}
	}
}

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
		return result(future, IOException.class);
	}

	/**
	 * @param <X>                    the checked exceptions that the other thread can throw
	 * @throws CancellationException if this thread is interrupted
	 */
	public static <T, X extends Exception> T result(Future<T> future, Class<X> thrown) throws X {
		try {
			return future.get();
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		} catch (ExecutionException e) {
			if (thrown.isInstance(e.getCause())) {
				throw thrown.cast(e.getCause());
			}
			switch (e.getCause()) {
				case RuntimeException r -> throw r;
				case Error error -> throw error;
				default -> throw new IllegalStateException(e.getCause());
			}
		}
	}
}

package dev.livepatch.core.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.livepatch.core.process.Awaited;
import dev.livepatch.core.process.Cancellation;

/** Shares many small pieces of work among all processors. */
public final class Workers {
	private static final int MAX = 8;

	private Workers() {
	}

	/** What one worker does with one piece. */
	@FunctionalInterface
	public interface Step<W> {
		void run(W worker, int piece) throws IOException;
	}

	/**
	 * Runs pieces {@code 0} to {@code count - 1}, in no order, each once.
	 *
	 * @param worker makes each worker's own state
	 * @return the states, when all is done
	 * @throws IOException           the first that a step threw
	 * @throws CancellationException if cancelled or interrupted
	 */
	public static <W> List<W> run(int count, Supplier<W> worker, Step<W> step, Cancellation cancellation) throws IOException {
		AtomicInteger next = new AtomicInteger();
		Callable<W> work = () -> {
			W state = worker.get();
			for (int piece = next.getAndIncrement(); piece < count; piece = next.getAndIncrement()) {
				cancellation.check();
				step.run(state, piece);
			}
			return state;
		};
		int workers = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, Math.min(MAX, Math.max(1, count)));
		try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
			List<W> states = new ArrayList<>();
			for (Future<W> done : executor.invokeAll(Collections.nCopies(workers, work))) {
				states.add(Awaited.result(done));
			}
			return states;
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		}
	}
}

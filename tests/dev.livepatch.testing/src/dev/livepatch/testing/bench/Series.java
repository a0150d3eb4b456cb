package dev.livepatch.testing.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Times of one thing, taken in turn with those it is compared with. */
final class Series {
	private final List<Double> seconds = new ArrayList<>();

	@FunctionalInterface
	interface Work {
		void run() throws Exception;
	}

	void time(Work work) throws Exception {
		long start = System.nanoTime();
		work.run();
		add(Duration.ofNanos(System.nanoTime() - start));
	}

	/** Adds what was timed elsewhere. */
	void add(Duration time) {
		seconds.add(time.toNanos() / 1e9);
	}

	double total() {
		return seconds.stream().mapToDouble(Double::doubleValue).sum();
	}

	double median() {
		return median(seconds);
	}

	/** The median of the ratios of rounds, so that a machine that grows slower in between does not show. */
	double ratioTo(Series base) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < seconds.size(); i++) {
			ratios.add(seconds.get(i) / base.seconds.get(i));
		}
		return median(ratios);
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}
}

package dev.livepatch.vm.observation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * The time of something done again and again, in turn without and with a patch. Of each turn the shortest time counts: what disturbs only ever adds.
 *
 * @param what    was done
 * @param without for each turn, one more than with the patch
 * @param with    for each turn, at least one
 */
public record CallCost(String what, List<Duration> without, List<Duration> with) {
	public CallCost {
		without = List.copyOf(without);
		with = List.copyOf(with);
	}

	public Duration bestWithout() {
		return Collections.min(without);
	}

	public Duration bestWith() {
		return Collections.min(with);
	}

	/** What the patch adds; negative if it takes less. */
	public Duration added() {
		return bestWith().minus(bestWithout());
	}

	/** By how much the turns without the patch differ: a smaller difference says nothing. */
	public Duration noise() {
		return Collections.max(without).minus(bestWithout());
	}

	public boolean significant() {
		return added().abs().compareTo(noise()) > 0;
	}
}

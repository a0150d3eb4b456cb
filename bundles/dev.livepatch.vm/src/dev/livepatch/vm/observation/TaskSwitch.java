package dev.livepatch.vm.observation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one thread went through a transition. The kernel does not tell when a thread switches; it is known from {@code patch_state}, looked at again and again.
 *
 * @param tid    0 for the idle tasks
 * @param after  the last time at which it was seen not to have switched, since the transition's start; zero if it was never seen so
 * @param by     the first time at which it was known to have switched; empty if it never did by itself
 * @param delays what kept it, in the order of time; empty for nearly all, since a thread that nothing keeps may have to wait until the kernel tries it, once a second
 */
public record TaskSwitch(int tid, String name, Duration after, Optional<Duration> by, List<Delay> delays) {
	public TaskSwitch {
		delays = List.copyOf(delays);
	}
}

package dev.livepatch.vm.observation;

import java.time.Duration;
import java.util.Optional;

/**
 * How long two tasks of the guest were held up at most while something happened, or nothing. All windows of a measurement last about as long, since the
 * largest of more waits is larger.
 *
 * @param length     of the window
 * @param spinning   the largest time between two looks of a task that looks at the clock without pause
 * @param sleeping   by how much a task that sleeps for a millisecond again and again was late at most
 * @param request    how long the load, or the removal of the module, took the one who asked for it; empty at rest
 * @param transition between the kernel's messages about its start and end; empty at rest, and where the kernel's log cannot be read
 */
public record PauseWindow(Load load, Event event, Duration length, Duration spinning, Duration sleeping, Optional<Duration> request,
		Optional<Duration> transition) {

	/** What the guest did besides. */
	public enum Load {
		IDLE, WORKLOAD
	}

	/** What happened in the window. */
	public enum Event {
		REST, LOAD, UNLOAD
	}
}

package dev.livepatch.vm.observation;

import java.time.Duration;
import java.util.List;

/**
 * How the guest's threads went from the original functions to the patched ones, or back. All times are the guest's, from the stamps of its log
 * and from {@code /proc/uptime} (good to 10 ms).
 *
 * @param began    since the transition to the patch began: zero for that one
 * @param duration from the kernel's “starting … transition” to its “… complete”; if it did not complete, to the end of the watch
 * @param tasks    those known to have been there; the ones that switched last come first
 * @param marks    what the kernel said of it, in the order of time
 */
public record Transition(Direction direction, Ending ending, Duration began, Duration duration, List<TaskSwitch> tasks, List<Mark> marks) {

	public enum Direction {
		PATCHING, UNPATCHING
	}

	public enum Ending {
		/** Every thread switched by itself. */
		COMPLETE,
		/** Some thread did not switch before the deadline. */
		STUCK,
		/** Some thread did not switch before the deadline and was declared to have: whatever it does is no longer consistent. */
		FORCED
	}

	/**
	 * A moment of the transition.
	 *
	 * @param at   since its start
	 * @param text in the kernel's words
	 */
	public record Mark(Duration at, Kind kind, String text) {
		public enum Kind {
			STARTED,
			/** After 15 attempts, one a second: user threads get a fake signal, kernel threads are woken. */
			SIGNALLED, FORCED, COMPLETE
		}
	}

	public Transition {
		tasks = List.copyOf(tasks);
		marks = List.copyOf(marks);
	}

	/** The threads that held it up. */
	public List<TaskSwitch> late() {
		return tasks.stream().filter(t -> !t.delays().isEmpty()).toList();
	}
}

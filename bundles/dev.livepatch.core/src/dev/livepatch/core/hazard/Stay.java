package dev.livepatch.core.hazard;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why tasks are in a function when a patch comes. A task goes over to the patch when its stack holds none of the functions patched; a user's task is made to leave by a signal after
 * some 15 s, a kernel thread is not (kernel/livepatch/transition.c, {@code klp_send_signals}).
 */
public sealed interface Stay {

	/** Whether it ends in the end, of itself or by a signal: what does not keeps the transition waiting for ever, or the old code running. */
	boolean ends();

	/** In a few words, to follow the function's name. */
	String brief();

	/** @param seenOn the threads on whose stacks it was in boots of this kernel */
	record Main(Set<String> seenOn) implements Stay {
		@Override
		public boolean ends() {
			return false;
		}

		@Override
		public String brief() {
			return "it is the main function of a kernel thread";
		}
	}

	/**
	 * @param main   what the thread that waits there runs
	 * @param seenOn the threads on whose stacks it was in boots of this kernel
	 */
	record Waiting(String main, Set<String> seenOn) implements Stay {
		@Override
		public boolean ends() {
			return false;
		}

		@Override
		public String brief() {
			return "the kernel thread that runs " + main + " waits in it";
		}
	}

	/** The code does not show it. @param seenOn the kernel threads on whose stacks it was in boots of this kernel; not empty */
	record Seen(Set<String> seenOn) implements Stay {
		@Override
		public boolean ends() {
			return false;
		}

		@Override
		public String brief() {
			return "in a boot of this kernel it was on that of " + listed(seenOn) + " while that slept";
		}
	}

	/** The scheduler's own. */
	record Scheduler() implements Stay {
		@Override
		public boolean ends() {
			return false;
		}

		@Override
		public String brief() {
			return "every task that sleeps is in it";
		}
	}

	/** The loop of a processor without work, or what never comes back from it. */
	record IdleLoop() implements Stay {
		@Override
		public boolean ends() {
			return false;
		}

		@Override
		public String brief() {
			return "processors without work are in it";
		}
	}

	/** A task that is in it ends there, sooner or later. */
	record NeverReturns() implements Stay {
		@Override
		public boolean ends() {
			return true;
		}

		@Override
		public String brief() {
			return "it never returns";
		}
	}

	/** @param way from the function to the one that calls the scheduler, both included, which are one where it does so itself */
	record Sleeping(List<String> way) implements Stay {
		public Sleeping {
			way = List.copyOf(way);
		}

		@Override
		public boolean ends() {
			return true;
		}

		@Override
		public String brief() {
			return way.size() == 1 ? "tasks sleep in it" : "tasks sleep in " + way.getLast() + ", which it calls" + through();
		}

		/** The functions between the two ends, in words; empty if there are none. */
		String through() {
			return way.size() > 2 ? " through " + String.join(" and ", way.subList(1, way.size() - 1)) : "";
		}
	}

	/** Some of the threads, in words. */
	static String listed(Set<String> threads) {
		final int told = 3;
		List<String> first = new TreeSet<>(threads).stream().limit(told).toList();
		return String.join(", ", first) + (threads.size() > told ? " and " + (threads.size() - told) + " more threads" : "");
	}
}

package dev.livepatch.vm.observation;

import java.util.List;

/**
 * The stacks of all threads, looked through for the functions to be patched before the patch is loaded.
 *
 * @param processes number of processes
 * @param tasks     every thread that was there, without its stack
 * @param found     the threads with such a function on their stack
 */
public record StackSurvey(int processes, List<Task> tasks, List<Found> found) {
	/** A thread. */
	public record Task(int tid, String name, TaskState state) {
	}

	/**
	 * A thread with a function to be patched on its stack.
	 *
	 * @param at     where in the function it is
	 * @param blocks whether the transition would wait for it: it sleeps there. Otherwise it is about to leave, and passes
	 */
	public record Found(TaskStack task, StackEntry at, boolean blocks) {
	}

	public StackSurvey {
		tasks = List.copyOf(tasks);
		found = List.copyOf(found);
	}
}

package dev.livepatch.vm.trial;

/** What the guest does while a patch is loaded. */
public enum Workload {
	/** Nothing but what is asked of it. */
	NONE,
	/** Processes, threads, files, sockets, pipes, signals, timers and memory, each a little and all at once ({@code workload.c}). */
	MIXED
}

package dev.livepatch.core.hazard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.livepatch.core.hazard.References.Kind;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.object.ObjectFormatException;

/** Which functions of an object kernel threads live in. For one thread. */
final class Threads {
	/** What makes a kernel thread; the function that it runs is the first argument (include/linux/kthread.h, include/linux/sched/task.h). */
	private static final Set<String> MAKERS = Set.of("kthread_create_on_node", "kthread_create_on_cpu", "kernel_thread", "user_mode_thread", "create_io_thread",
			"vhost_task_create");
	/** Where a task gives up the processor until it is woken (kernel/sched/core.c, kernel/time/timer.c, kernel/time/hrtimer.c, kernel/freezer.c). */
	private static final Set<String> SLEEPS = Set.of("schedule", "schedule_timeout", "schedule_timeout_interruptible", "schedule_timeout_uninterruptible",
			"schedule_timeout_killable", "schedule_timeout_idle", "schedule_hrtimeout", "schedule_hrtimeout_range", "schedule_hrtimeout_range_clock", "io_schedule",
			"io_schedule_timeout", "freezable_schedule", "freezable_schedule_timeout", "schedule_preempt_disabled", "schedule_idle", "wait_woken");

	private static final Set<String> IDLE = Set.of("do_idle", "cpu_startup_entry", "cpuidle_idle_call");
	/** What calls this never comes back: {@code rest_init}, {@code start_secondary} and the like of a hypervisor. */
	private static final String IDLE_ENTRY = "cpu_startup_entry";
	/** Calls from a function to one in which tasks sleep; further down, too much lies between them to say that tasks are there. */
	private static final int DEEPEST = 2;

	private final References references;
	/** By function, the main function of the thread that sleeps in it. */
	private final Map<String, String> sleepers = new TreeMap<>();
	private final Set<String> mains = new HashSet<>();

	Threads(References references) throws ObjectFormatException {
		this.references = references;
		for (String function : references.functions()) {
			findMains(references.of(function));
		}
		for (String main : mains) {
			findSleepers(main);
		}
	}

	/** Whether the object makes kernel threads that run this function. */
	boolean isMain(String function) {
		return mains.contains(function);
	}

	/** Whether this is the scheduler's, which every task that sleeps is in. */
	static boolean isScheduler(String function) {
		return SLEEPS.contains(function) || function.equals("__schedule");
	}

	/** Whether tasks sleep right in this function, not only in what it calls. */
	boolean sleepsIn(String function) throws ObjectFormatException {
		return references.callees(function).stream().anyMatch(SLEEPS::contains);
	}

	/** Whether this is the loop that a processor without work is in, or what ends in it (kernel/sched/idle.c, arch/x86/kernel/smpboot.c). */
	boolean isIdleLoop(String function) throws ObjectFormatException {
		return IDLE.contains(function) || references.callees(function).contains(IDLE_ENTRY);
	}

	/** The nearest way from a function to one that it calls, directly or not, and in which tasks sleep; both ends included, empty if there is none in this object. */
	List<String> wayToSleep(String function) throws ObjectFormatException {
		Map<String, String> cameFrom = new HashMap<>();
		List<String> reached = List.of(function);
		for (int depth = 0; depth < DEEPEST; depth++) {
			List<String> next = new ArrayList<>();
			for (String caller : reached) {
				for (String called : references.callees(caller)) {
					String callee = References.whole(called);
					if (!callee.equals(function) && cameFrom.putIfAbsent(callee, caller) == null) {
						if (sleepsIn(callee)) {
							return way(callee, function, cameFrom);
						}
						next.add(callee);
					}
				}
			}
			reached = next;
		}
		return List.of();
	}

	private static List<String> way(String last, String first, Map<String, String> cameFrom) {
		List<String> way = new ArrayList<>(List.of(last));
		while (!way.getFirst().equals(first)) {
			way.addFirst(cameFrom.get(way.getFirst()));
		}
		return way;
	}

	/** The main function of the kernel thread that sleeps in this function. */
	Optional<String> threadIn(String function) {
		return Optional.ofNullable(sleepers.get(function));
	}

	/** The function's address is loaded into the first argument's register, and the next call is to a maker. */
	private void findMains(List<Reference> code) {
		String loaded = null;
		for (Reference reference : code) {
			if (reference.kind() == Kind.ADDRESS && reference.target().function()) {
				loaded = reference.name();
			} else if (reference.kind() == Kind.CALL) {
				if (loaded != null && MAKERS.contains(reference.name())) {
					mains.add(References.whole(loaded));
				}
				loaded = null;
			}
		}
	}

	/** A thread that waits for work waits in its main function, or in one that this calls; what sleeps deeper down works. */
	private void findSleepers(String main) throws ObjectFormatException {
		if (sleepsIn(main)) {
			return;
		}
		for (String callee : references.callees(main)) {
			if (sleepsIn(References.whole(callee))) {
				sleepers.putIfAbsent(References.whole(callee), main);
			}
		}
	}
}

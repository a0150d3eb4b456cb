package dev.livepatch.core.hazard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.ThreadStacks;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFormatException;

/**
 * Finds changed functions that tasks are in while they sleep. A task goes over to the patch when its stack holds none of the functions patched; a user's task is made to leave by a
 * signal after some 15 s, a kernel thread is not (kernel/livepatch/transition.c, {@code klp_send_signals}).
 */
final class StackHazards {

	/** Threads named. */
	private static final int TOLD = 3;

	private StackHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws IOException {
		List<Finding> findings = new ArrayList<>();
		if (patch.changed().isEmpty()) {
			return findings;
		}
		// what is on a stack when the patch comes is the code that is there
		Threads threads = new Threads(patch.before());
		ThreadStacks seen = ThreadStacks.of(evidence.source().kernel());
		for (String function : patch.changed()) {
			Optional<Finding> found = waiting(function, threads, seen.threadsIn(PatchCode.plain(function), evidence.object().parent()));
			if (found.isEmpty()) {
				found = neverLeft(function, evidence.originalDebug().function(function).filter(FunctionInfo::noReturn).isPresent());
			}
			if (found.isEmpty()) {
				found = passing(function, threads);
			}
			if (found.isPresent()) {
				findings.add(found.get().at(evidence.causeInFunction(function)).in(PatchCode.plain(function)));
			}
		}
		return findings;
	}

	/** Where kernel threads are while they wait for work: as the code has it, and as it was seen. */
	private static Optional<Finding> waiting(String function, Threads threads, Set<String> seenIn) {
		String seen = seenIn.isEmpty() ? "" : ". In a boot of this kernel it was on the stack of " + listed(seenIn);
		Optional<String> thread = threads.threadIn(function);
		if (threads.isMain(function)) {
			return Optional.of(onStack(function + " is the main function of a kernel thread: as long as that thread lives, it is on its stack. "
					+ "Until the thread ends, the patch stays in transition, and the thread goes on running the old code" + seen));
		}
		if (thread.isPresent()) {
			return Optional.of(onStack("the kernel thread that runs " + thread.get() + " waits for work in " + function
					+ ": while it sleeps there, it cannot go over to the patch, and the transition does not end" + seen).about(thread.get()));
		}
		return seenIn.isEmpty() ? Optional.empty() : Optional.of(onStack("in a boot of this kernel, " + function + " was on the stack of " + listed(seenIn)
				+ " while that slept: a kernel thread that stays there cannot go over to the patch, and the transition does not end"));
	}

	private static Optional<Finding> neverLeft(String function, boolean noReturn) {
		if (Threads.isScheduler(function)) {
			return Optional.of(onStack("every task that sleeps is in " + function + ", kernel threads too: the transition does not end"));
		}
		if (Threads.isIdleLoop(function)) {
			return Optional.of(onStack("processors without work are in " + function + ": idle tasks go over to the patch by themselves, but the old code goes on "
					+ "where it is until the function is called anew, which of the outer loop it never is"));
		}
		return !noReturn ? Optional.empty() : Optional.of(onStack(function + " never returns: a task that is in it when the patch is applied goes on running the old code for as long as it lives, "
				+ "and keeps the transition waiting").as(Severity.INFO, Rule.ON_STACK.remedy()));
	}

	/** Where tasks sleep that can be woken. */
	private static Optional<Finding> passing(String function, Threads threads) throws ObjectFormatException {
		List<String> way = threads.sleepsIn(function) ? List.of(function) : threads.wayToSleep(function);
		if (way.isEmpty()) {
			return Optional.empty();
		}
		String through = way.size() > 2 ? " through " + String.join(" and ", way.subList(1, way.size() - 1)) : "";
		String where = way.size() == 1 ? "tasks sleep in " + function : "tasks sleep in " + way.getLast() + ", which " + function + " calls" + through;
		return Optional.of(onStack(where + ": the transition waits for each that does. Users' tasks are woken by a signal after about 15 s, unless they sleep uninterruptibly; kernel threads are not")
				.as(Severity.INFO, Rule.ON_STACK.remedy()));
	}

	private static Finding onStack(String message) {
		return Finding.of(Rule.ON_STACK, new SourcePlace("", 0), message);
	}

	private static String listed(Set<String> threads) {
		List<String> told = threads.stream().limit(TOLD).toList();
		return String.join(", ", told) + (threads.size() > told.size() ? " and " + (threads.size() - told.size()) + " more threads" : "");
	}
}

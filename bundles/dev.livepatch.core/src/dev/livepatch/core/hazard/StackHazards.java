package dev.livepatch.core.hazard;

import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFormatException;

/**
 * Finds changed functions that tasks are in while they sleep. A task goes over to the patch when its stack holds none of the functions patched; a user's task is made to leave by a
 * signal after some 15 s, a kernel thread is not (kernel/livepatch/transition.c, {@code klp_send_signals}).
 */
final class StackHazards {

	private StackHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		List<Finding> findings = new ArrayList<>();
		if (patch.changed().isEmpty()) {
			return findings;
		}
		// what is on a stack when the patch comes is the code that is there
		Threads threads = new Threads(patch.before());
		for (String function : patch.changed()) {
			SourcePlace place = evidence.causeInFunction(function);
			String name = PatchCode.plain(function);
			String thread = threads.threadIn(function).orElse(null);
			if (threads.isMain(function)) {
				findings.add(Finding.of(Rule.ON_STACK, place, function + " is the main function of a kernel thread: as long as that thread lives, it is on its stack. "
						+ "Until the thread ends, the patch stays in transition, and the thread goes on running the old code").in(name));
			} else if (thread != null) {
				findings.add(Finding.of(Rule.ON_STACK, place, "the kernel thread that runs " + thread + " waits for work in " + function
						+ ": while it sleeps there, it cannot go over to the patch, and the transition does not end").in(name).about(thread));
			} else if (threads.sleepsIn(function)) {
				findings.add(Finding.of(Rule.ON_STACK, place, "tasks sleep in " + function
						+ ": the transition waits for each that does. Users' tasks are woken by a signal after about 15 s, unless they sleep uninterruptibly; kernel threads are not").in(name).as(Severity.INFO, Rule.ON_STACK.remedy()));
			}
		}
		return findings;
	}
}

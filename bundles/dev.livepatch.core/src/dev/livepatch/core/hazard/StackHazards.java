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

/** Finds changed functions that tasks stay in. */
final class StackHazards {

	private StackHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws IOException {
		List<Finding> findings = new ArrayList<>();
		if (patch.changed().isEmpty()) {
			return findings;
		}
		// what is on a stack when the patch comes is the code that is there
		Stays stays = new Stays(patch.before(), evidence.originalDebug(), evidence.object().parent(), ThreadStacks.of(evidence.source().kernel()));
		for (String function : patch.changed()) {
			Optional<Stay> stay = stays.of(function);
			if (stay.isPresent()) {
				findings.add(finding(function, stay.get()).at(evidence.places().causeInFunction(function)).in(PatchCode.plain(function)));
			}
		}
		return findings;
	}

	private static Finding finding(String function, Stay stay) {
		Finding finding = Finding.of(Rule.ON_STACK, new SourcePlace("", 0), message(function, stay));
		if (stay.ends()) {
			return finding.as(Severity.INFO, Rule.ON_STACK.remedy());
		}
		return stay instanceof Stay.Waiting waiting ? finding.about(waiting.main()) : finding;
	}

	private static String message(String function, Stay stay) {
		return switch (stay) {
			case Stay.Main main -> function + " is the main function of a kernel thread: as long as that thread lives, it is on its stack. "
					+ "Until the thread ends, the patch stays in transition, and the thread goes on running the old code" + seen(main.seenOn());
			case Stay.Waiting waiting -> "the kernel thread that runs " + waiting.main() + " waits for work in " + function
					+ ": while it sleeps there, it cannot go over to the patch, and the transition does not end" + seen(waiting.seenOn());
			case Stay.Seen seen -> "in a boot of this kernel, " + function + " was on the stack of " + Stay.listed(seen.seenOn())
					+ " while that slept: a kernel thread that stays there cannot go over to the patch, and the transition does not end";
			case Stay.Scheduler scheduler -> "every task that sleeps is in " + function + ", kernel threads too: the transition does not end";
			case Stay.IdleLoop idle -> "processors without work are in " + function + ": idle tasks go over to the patch by themselves, but the old code goes on "
					+ "where it is until the function is called anew, which of the outer loop it never is";
			case Stay.NeverReturns never -> function + " never returns: a task that is in it when the patch is applied goes on running the old code for as long as it lives, "
					+ "and keeps the transition waiting";
			case Stay.Sleeping sleeping -> "tasks sleep in " + sleeping.way().getLast() + (sleeping.way().size() == 1 ? "" : ", which " + function + " calls" + sleeping.through())
					+ ": the transition waits for each that does. Users' tasks are woken by a signal after about 15 s, unless they sleep uninterruptibly; kernel threads are not";
		};
	}

	private static String seen(Set<String> on) {
		return on.isEmpty() ? "" : ". In a boot of this kernel it was on the stack of " + Stay.listed(on);
	}
}

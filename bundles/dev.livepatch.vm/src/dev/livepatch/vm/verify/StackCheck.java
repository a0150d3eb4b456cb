package dev.livepatch.vm.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.ThreadStacks;
import dev.livepatch.core.kernel.ThreadStacks.Seen;
import dev.livepatch.vm.guest.TaskList;
import dev.livepatch.vm.observation.StackEntry;
import dev.livepatch.vm.observation.StackSurvey;
import dev.livepatch.vm.observation.StackSurvey.Found;
import dev.livepatch.vm.observation.TaskStack;

/** Looks at the stack of every thread for the functions to be patched. That one is found is no verdict: the thread may leave it; the transition decides. */
final class StackCheck {
	private static final int MAX_ENTRIES = 12;

	private final Guest guest;
	private final KernelBuild kernel;
	private final Stacks stacks;
	private Optional<StackSurvey> survey = Optional.empty();

	StackCheck(Guest guest, KernelBuild kernel, Stacks stacks) {
		this.guest = guest;
		this.kernel = kernel;
		this.stacks = stacks;
	}

	/** What was seen, once it has run. */
	Optional<StackSurvey> survey() {
		return survey;
	}

	/**
	 * @param stacksReadable whether the kernel shows stacks
	 * @param stacksReliable whether its unwinder vouches for them
	 */
	StepResult run(boolean stacksReadable, boolean stacksReliable) throws StepFailure {
		Evidence evidence = new Evidence();
		if (!stacksReliable) {
			evidence.add("warning: the kernel has no reliable stacks (CONFIG_HAVE_RELIABLE_STACKTRACE, which comes with CONFIG_UNWINDER_ORC): it cannot see that a sleeping "
					+ "task is clear of the patch. User tasks switch when they leave the kernel, kernel threads never, so that the transition cannot end by itself");
		}
		if (!stacksReadable) {
			return StepResult.skipped(evidence.add("skipped: the kernel shows no stacks (no /proc/PID/stack); build it with CONFIG_STACKTRACE"));
		}
		if (stacks.functions().isEmpty()) {
			return StepResult.skipped(evidence.add("skipped: the module does not tell which functions it patches (no .kpatch.funcs)"));
		}
		TaskList tasks = TaskList.parse(guest.ask("stacks").lines());
		remember().ifPresent(evidence::add);
		List<Found> found = tasks.stacks().stream().flatMap(t -> stacks.in(t).map(at -> new Found(stacks.located(t), at, t.state().stays())).stream()).toList();
		survey = Optional.of(new StackSurvey(tasks.processes(), tasks.tasks(), found));
		evidence.add(tasks.processes() + " processes with " + tasks.tasks().size() + " threads checked for " + String.join(", ", stacks.functions()) + ": "
				+ (found.isEmpty() ? "on no stack" : "on " + found.size() + (found.size() == 1 ? " stack" : " stacks")));
		for (Found one : found) {
			evidence.add((one.blocks() ? "warning: " : "") + stacks.holding(one.task())
					+ (one.blocks() ? "; the transition waits until it leaves" : "; it is about to leave: the transition does not wait for it"));
			evidence.quote(one.task().stack().stream().map(StackEntry::toString).toList(), MAX_ENTRIES);
		}
		return StepResult.passed(evidence);
	}

	/** Once for each kernel, where its threads sleep is kept for checks of patches to it; tells what is wrong with that. */
	private Optional<String> remember() throws StepFailure {
		try {
			if (!ThreadStacks.of(kernel).seen().isEmpty()) {
				return Optional.empty();
			}
			List<Seen> seen = new ArrayList<>();
			for (TaskStack task : TaskList.parse(guest.ask("threads").lines()).stacks()) {
				if (task.state().stays() && task.kernelThread()) {
					task.stack().forEach(entry -> seen.add(Seen.of(task.name(), entry.address().function(), entry.address().module())));
				}
			}
			ThreadStacks.add(kernel, seen);
			return Optional.empty();
		} catch (KernelException e) {
			return Optional.of("warning: checks will not know where the threads of this kernel sleep: " + e.getMessage());
		}
	}
}

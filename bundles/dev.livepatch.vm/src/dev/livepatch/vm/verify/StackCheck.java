package dev.livepatch.vm.verify;

import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.PatchedFunction;
import dev.livepatch.vm.guest.TaskStack;

/** Looks at the stack of every thread for the functions to be patched. That one is found is no verdict: the thread may leave it; the transition decides. */
final class StackCheck {
	private final Guest guest;
	private final List<String> names;

	StackCheck(Guest guest, List<PatchedFunction> functions) {
		this.guest = guest;
		names = functions.stream().map(PatchedFunction::function).distinct().toList();
	}

	StepResult run(boolean stacksReadable) throws StepFailure {
		Evidence evidence = new Evidence();
		if (!stacksReadable) {
			return StepResult.skipped(evidence.add("skipped: the kernel shows no stacks; build it with CONFIG_STACKTRACE"));
		}
		if (names.isEmpty()) {
			return StepResult.skipped(evidence.add("skipped: the module does not tell which functions it patches (no .kpatch.funcs)"));
		}
		List<String> answer = guest.ask("stacks").lines();
		List<TaskStack> holders = TaskStack.parse(answer).stream().filter(t -> t.in(names).isPresent()).toList();
		evidence.add(number(answer, "processes") + " processes with " + number(answer, "threads") + " threads checked for " + String.join(", ", names)
				+ ": " + (holders.isEmpty() ? "on no stack" : "on " + holders.size() + (holders.size() == 1 ? " stack" : " stacks")));
		for (TaskStack task : holders) {
			evidence.add("warning: " + holding(task, names) + "; the transition waits until it leaves");
			evidence.quote(task.functions(), 12);
		}
		return StepResult.passed(evidence);
	}

	/** Such as {@code kswapd0 (30, sleeping) is in kswapd}. */
	static String holding(TaskStack task, List<String> names) {
		Optional<String> function = task.in(names);
		return task.describe() + (function.isPresent() ? " is in " + function.get()
				: task.functions().isEmpty() ? " shows no stack" : " is in " + task.functions().getFirst());
	}

	private static String number(List<String> answer, String key) {
		return answer.stream().filter(l -> l.startsWith(key + " ")).map(l -> l.substring(key.length() + 1)).findFirst().orElse("?");
	}
}

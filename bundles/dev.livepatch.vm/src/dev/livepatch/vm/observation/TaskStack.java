package dev.livepatch.vm.observation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.source.CodeAddress;

/**
 * A thread of the guest and the kernel functions it is in.
 *
 * @param tid   0 for an idle task
 * @param state when it was looked at
 * @param stack innermost first; of a running thread it is what it last slept in, and may be out of date
 */
public record TaskStack(int tid, String name, TaskState state, List<StackEntry> stack) {
	public TaskStack {
		stack = List.copyOf(stack);
	}

	/** Where it is in one of the given functions, the innermost of them; what the compiler made of a function (clones, parts) counts as it. */
	public Optional<StackEntry> in(Collection<String> functions) {
		return stack.stream().filter(e -> functions.stream().anyMatch(f -> CodeAddress.function(f).equals(e.address().function()))).findFirst();
	}

	/** Whether it is a thread of the kernel's own: it came to be by a fork within the kernel, and never left it (arch/x86/entry/entry_64.S). */
	public boolean kernelThread() {
		return !stack.isEmpty() && stack.getLast().address().function().startsWith("ret_from_fork");
	}

	/** Such as {@code kswapd0 (30, sleeping)}. */
	public String describe() {
		return name + " (" + tid + ", " + state + ")";
	}
}

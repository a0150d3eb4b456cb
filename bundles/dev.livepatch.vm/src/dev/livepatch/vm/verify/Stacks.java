package dev.livepatch.vm.verify;

import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.observation.PatchedFunction;
import dev.livepatch.vm.observation.StackEntry;
import dev.livepatch.vm.observation.TaskStack;
import dev.livepatch.vm.source.SourceFinder;

/** The guest's stacks as seen by somebody who looks for the functions to be patched, and for their lines. */
record Stacks(List<String> functions, SourceFinder sources) {

	static Stacks of(List<PatchedFunction> functions, SourceFinder sources) {
		return new Stacks(functions.stream().map(PatchedFunction::function).distinct().toList(), sources);
	}

	/** Where the thread is in one of the functions, with its line. */
	Optional<StackEntry> in(TaskStack task) {
		return task.in(functions).map(this::located);
	}

	/** The whole stack with its lines. */
	TaskStack located(TaskStack task) {
		return new TaskStack(task.tid(), task.name(), task.state(), task.stack().stream().map(this::located).toList());
	}

	/** Such as {@code kswapd0 (30, sleeping) is in kswapd at mm/vmscan.c:7395}. */
	String holding(TaskStack task) {
		Optional<StackEntry> at = in(task).or(() -> task.stack().stream().findFirst().map(this::located));
		return task.describe() + at.map(e -> " is in " + e.address().function() + e.place().map(p -> " at " + p.file() + ":" + p.line()).orElse(""))
				.orElse(" shows no stack");
	}

	private StackEntry located(StackEntry entry) {
		return entry.source().isEmpty() ? new StackEntry(entry.address(), sources.frames(entry.address().call())) : entry;
	}
}

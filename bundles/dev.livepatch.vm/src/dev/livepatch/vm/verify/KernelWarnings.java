package dev.livepatch.vm.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.guest.KernelConsole;
import dev.livepatch.vm.guest.KernelWarning;
import dev.livepatch.vm.observation.StepVerdict;

/**
 * Blames the patch for warnings of the kernel since its load. One from a place that warned before the load too is the kernel's own: it may be the very
 * fault that the patch mends.
 */
final class KernelWarnings {
	private final Supplier<KernelConsole> kernel;
	private final Set<String> own = new HashSet<>();
	private int seen;

	KernelWarnings(Supplier<KernelConsole> kernel) {
		this.kernel = kernel;
	}

	/** The step's result with what the kernel has warned of since the last question: a problem fails the step, although it did what it should. */
	StepResult judge(String step, StepResult result) {
		List<KernelWarning> all = kernel.get().warnings();
		List<KernelWarning> fresh = all.subList(seen, all.size());
		seen = all.size();
		if (fresh.isEmpty()) {
			return result;
		}
		boolean before = Step.NAMES.indexOf(step) < Step.NAMES.indexOf(Step.LOAD);
		Evidence evidence = new Evidence().add(result.evidence());
		List<RuntimeProblem> problems = new ArrayList<>(result.problems());
		for (KernelWarning warning : fresh) {
			if (before || own.contains(warning.place())) {
				own.add(warning.place());
				evidence.add("the kernel warned, as it does without the patch: " + warning.problem().message());
			} else {
				evidence.add("the kernel warned, and did not before the load:").quote(warning.text().lines().toList(), 60);
				problems.add(warning.problem());
			}
		}
		return new StepResult(problems.isEmpty() ? result.verdict() : StepVerdict.FAILED, evidence.toString(), problems);
	}
}

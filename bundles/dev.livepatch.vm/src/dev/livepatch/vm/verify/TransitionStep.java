package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.PatchedFunction;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.TaskStack;

/** Waits until every task has switched to the patched functions, or back, and tells who held it up. */
final class TransitionStep {
	private static final Duration POLL = Duration.ofMillis(20);
	/** Most transitions are over sooner; looking at the tasks costs guest time. */
	private static final Duration FIRST_LOOK = Duration.ofMillis(500);
	private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);
	/** {@code klp_try_switch_task} with dynamic debug: {@code klp_check_and_switch_task: kthreadd:2 is sleeping on function kthreadd}. */
	private static final Pattern SLEEPING = Pattern.compile("(\\S.*):(\\d+) is sleeping on function (\\S+)");

	private final Guest guest;
	private final String patch;
	private final List<String> names;
	private final Duration deadline;

	TransitionStep(Guest guest, String patch, List<PatchedFunction> functions, Duration deadline) {
		this.guest = guest;
		this.patch = patch;
		this.deadline = deadline;
		names = functions.stream().map(PatchedFunction::function).distinct().toList();
	}

	/**
	 * Waits for the end of a transition.
	 *
	 * @param patching towards the patched functions; otherwise back, until the kernel has dropped the patch
	 * @param mark     of the console at the transition's start
	 * @return a problem if it did not end
	 */
	Optional<RuntimeProblem> await(boolean patching, long mark, Evidence evidence) throws StepFailure {
		long start = System.nanoTime();
		long look = start + FIRST_LOOK.toNanos();
		Map<Integer, TaskStack> late = new LinkedHashMap<>();
		while (!guest.ask("transition", patch).text().equals(patching ? "0" : "gone")) {
			long now = System.nanoTime();
			if (now - start > deadline.toNanos()) {
				return Optional.of(stuck(patching, stragglers(patching), mark, evidence));
			}
			if (now > look) {
				stragglers(patching).forEach(t -> late.putIfAbsent(t.tid(), t));
				look = now + LOOK_INTERVAL.toNanos();
			}
			guest.pause(POLL);
		}
		evidence.add((patching ? "every task runs the patched functions" : "every task runs the original functions again") + " after "
				+ Evidence.seconds(Duration.ofNanos(System.nanoTime() - start)));
		late.values().forEach(t -> evidence.add("late: " + StackCheck.holding(t, names)));
		return Optional.empty();
	}

	private List<TaskStack> stragglers(boolean patching) throws StepFailure {
		return TaskStack.parse(guest.ask("stragglers", patching ? 0 : 1).lines());
	}

	private RuntimeProblem stuck(boolean patching, List<TaskStack> tasks, long mark, Evidence evidence) {
		Optional<TaskStack> holder = tasks.stream().filter(t -> t.in(names).isPresent()).findFirst();
		Optional<String> function = holder.flatMap(t -> t.in(names));
		Optional<Matcher> said = guest.kernel().since(mark).stream().map(SLEEPING::matcher).filter(Matcher::find).findFirst();
		String who = holder.map(t -> StackCheck.holding(t, names))
				.or(() -> said.map(m -> m.group(1).replaceFirst(".*: ", "") + " (" + m.group(2) + ", sleeping) is in " + m.group(3)))
				.or(() -> tasks.stream().findFirst().map(t -> StackCheck.holding(t, names))).orElse("no task shows why");
		evidence.add("not complete after " + deadline.toSeconds() + " s; " + tasks.size() + " threads have not switched");
		for (TaskStack task : tasks) {
			evidence.add(StackCheck.holding(task, names));
			evidence.quote(task.functions(), 12);
		}
		evidence.quote(guest.kernel().since(mark).stream().filter(l -> l.contains("is sleeping on") || l.contains("unreliable stack")).distinct().toList(), 10);
		String message = "the transition " + (patching ? "to the patch" : "back") + " did not end within " + deadline.toSeconds() + " s: " + who
				+ "; a function that some task never leaves cannot be patched this way, change one that is called from it";
		return new RuntimeProblem(Kind.STUCK_TRANSITION, message, function.or(() -> said.map(m -> m.group(3))));
	}
}

package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.observation.Delay;
import dev.livepatch.vm.observation.StackEntry;
import dev.livepatch.vm.observation.StackSurvey.Task;
import dev.livepatch.vm.observation.TaskStack;
import dev.livepatch.vm.observation.TaskSwitch;
import dev.livepatch.vm.observation.Transition;
import dev.livepatch.vm.observation.Transition.Direction;
import dev.livepatch.vm.observation.Transition.Ending;
import dev.livepatch.vm.observation.Transition.Mark;
import dev.livepatch.vm.source.CodeLine;

/** Waits until every thread has switched to the patched functions, or back, and tells who held it up. */
final class Transitions {
	/** The kernel looks once a second whether all have switched. */
	private static final Duration FORCED = Duration.ofSeconds(10);
	private static final int MAX_TASKS = 40;
	private static final int MAX_ENTRIES = 12;
	static final String CONSEQUENCE = "consistency is no longer guaranteed, since a task that slept in an original function goes on in it while others run the patched "
			+ "ones, and the module must stay loaded for good: only a reboot takes it off (Documentation/ABI/testing/sysfs-kernel-livepatch)";

	private final Guest guest;
	private final String patch;
	private final Duration deadline;
	private final Supplier<List<Task>> tasks;
	private final List<Transition> seen = new ArrayList<>();
	private Optional<Duration> loadedAt = Optional.empty();
	private Stacks stacks;
	private TransitionWatch watch;

	/** @param tasks the threads known from before */
	Transitions(Guest guest, String patch, Duration deadline, Supplier<List<Task>> tasks) {
		this.guest = guest;
		this.patch = patch;
		this.deadline = deadline;
		this.tasks = tasks;
	}

	List<Transition> seen() {
		return seen;
	}

	/** To be called before what begins the transition. */
	void expect(Direction direction, Stacks newStacks) {
		stacks = newStacks;
		watch = new TransitionWatch(guest, patch, direction, newStacks);
	}

	/** To be called as soon as it may have begun, for a full timeline. */
	void firstLook() throws StepFailure {
		watch.lookIfMoving();
	}

	/** @return a problem if it did not end; then it goes on */
	Optional<RuntimeProblem> await(Direction direction, Evidence evidence) throws StepFailure {
		boolean patching = direction == Direction.PATCHING;
		boolean complete = watch.await(deadline);
		List<TaskStack> left = watch.left();
		Transition transition = end(complete ? Ending.COMPLETE : Ending.STUCK);
		seen.add(transition);
		if (complete) {
			evidence.add((patching ? "every task runs the patched functions" : "every task runs the original functions again") + " after " + Evidence.seconds(transition.duration()));
			tell(transition, evidence);
			return Optional.empty();
		}
		long waiting = transition.tasks().stream().filter(t -> t.by().isEmpty()).count();
		evidence.add("not complete after " + deadline.toSeconds() + " s; " + waiting + (waiting == 1 ? " thread has" : " threads have") + " not switched");
		tell(transition, evidence);
		for (TaskStack task : left.stream().limit(MAX_TASKS).toList()) {
			evidence.add(stacks.holding(task));
			evidence.quote(stacks.located(task).stack().stream().map(StackEntry::toString).toList(), MAX_ENTRIES);
		}
		return Optional.of(stuck(patching, left, transition));
	}

	/** Declares a transition that did not end to be over. */
	boolean force(Evidence evidence) throws StepFailure {
		AgentReply reply = guest.ask("force", patch);
		boolean forced = reply.status() == 0 && watch.await(FORCED);
		seen.set(seen.size() - 1, end(forced ? Ending.FORCED : Ending.STUCK));
		evidence.add(forced ? "FORCED: the remaining tasks were declared to have switched. From here on " + CONSEQUENCE
				: "the transition could not be forced: " + (reply.status() == 0 ? "the kernel did not complete it" : reply.text()));
		return forced;
	}

	private Transition end(Ending ending) throws StepFailure {
		Transition transition = watch.transition(ending, tasks.get(), loadedAt);
		if (loadedAt.isEmpty()) {
			loadedAt = watch.began();
		}
		return transition;
	}

	private static void tell(Transition transition, Evidence evidence) {
		for (TaskSwitch task : transition.late()) {
			String delays = String.join(", then ", task.delays().stream().map(Transitions::when).toList());
			evidence.add("late: " + task.name() + " (" + task.tid() + ") " + delays + (task.by().isPresent() ? "; switched by " + Evidence.seconds(task.by().get()) : "; has not switched"));
		}
		for (Mark mark : transition.marks()) {
			evidence.add("  " + Evidence.seconds(mark.at()) + "  " + mark.text());
		}
	}

	private static String when(Delay delay) {
		String first = Evidence.seconds(delay.first());
		String last = Evidence.seconds(delay.last());
		return delay.describe() + (first.equals(last) ? " (seen at " + first : " (seen from " + first + " to " + last) + ")";
	}

	private RuntimeProblem stuck(boolean patching, List<TaskStack> left, Transition transition) {
		Optional<TaskStack> holder = left.stream().filter(t -> stacks.in(t).isPresent()).findFirst();
		Optional<TaskSwitch> said = transition.late().stream().filter(t -> t.by().isEmpty()).findFirst();
		Optional<Delay> delay = said.map(t -> t.delays().getLast());
		String who = holder.map(stacks::holding).or(() -> said.map(t -> t.name() + " (" + t.tid() + ") " + t.delays().getLast().describe()))
				.or(() -> left.stream().findFirst().map(stacks::holding)).orElse("no task shows why");
		Optional<StackEntry> at = holder.flatMap(stacks::in);
		Optional<CodeLine> line = at.flatMap(e -> e.place().map(p -> new CodeLine(p, e.address().module().equals(patch))));
		String message = "the transition " + (patching ? "to the patch" : "back") + " did not end within " + deadline.toSeconds() + " s: " + who
				+ "; a function that some task never leaves cannot be patched this way, change one that is called from it";
		return new RuntimeProblem(Kind.STUCK_TRANSITION, message, at.map(e -> e.address().function()).or(() -> delay.flatMap(Delay::function)), List.of(), line);
	}
}

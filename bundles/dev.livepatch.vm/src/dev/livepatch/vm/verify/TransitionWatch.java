package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.livepatch.vm.guest.KernelConsole.Line;
import dev.livepatch.vm.guest.TaskList;
import dev.livepatch.vm.guest.TransitionTimeline;
import dev.livepatch.vm.observation.StackSurvey.Task;
import dev.livepatch.vm.observation.TaskStack;
import dev.livepatch.vm.observation.Transition;
import dev.livepatch.vm.observation.Transition.Direction;
import dev.livepatch.vm.observation.Transition.Ending;
import dev.livepatch.vm.observation.Transition.Mark;

/** Follows one transition, from before it is begun. */
final class TransitionWatch {
	private static final Duration POLL = Duration.ofMillis(20);
	/** Looking at the threads costs guest time: seldom where it takes long. */
	private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);
	private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

	private record Look(Duration uptime, TaskList left) {
	}

	private final Guest guest;
	private final String patch;
	private final Direction direction;
	private final Stacks stacks;
	private final long mark;
	private final List<Look> looks = new ArrayList<>();

	TransitionWatch(Guest guest, String patch, Direction direction, Stacks stacks) {
		this.guest = guest;
		this.patch = patch;
		this.direction = direction;
		this.stacks = stacks;
		mark = guest.kernel().mark();
	}

	/** @return whether it ended in time */
	boolean await(Duration deadline) throws StepFailure {
		long start = System.nanoTime();
		long next = start;
		Duration interval = FIRST_INTERVAL;
		while (true) {
			if (ended()) {
				return true;
			}
			long now = System.nanoTime();
			boolean late = now - start > deadline.toNanos();
			if (now >= next || late) {
				look();
				next = now + interval.toNanos();
				interval = interval.multipliedBy(2).compareTo(LONGEST_INTERVAL) < 0 ? interval.multipliedBy(2) : LONGEST_INTERVAL;
			}
			if (late) {
				return false;
			}
			guest.pause(POLL);
		}
	}

	/** Sees who has not switched, unless it is over already. */
	void lookIfMoving() throws StepFailure {
		if (!ended()) {
			look();
		}
	}

	/** The threads that had not switched when last looked at, those that sleep in a function to be patched first. */
	List<TaskStack> left() {
		return looks.isEmpty() ? List.of() : looks.getLast().left().stacks().stream().sorted(Comparator.comparing(t -> t.in(stacks.functions()).isEmpty())).toList();
	}

	/**
	 * @param tasks    known before
	 * @param loadedAt when the transition to the patch began, by the kernel's clock; empty if this is it
	 */
	Transition transition(Ending ending, List<Task> tasks, Optional<Duration> loadedAt) throws StepFailure {
		Duration end = guest.settle("transition." + mark);
		List<Line> lines = guest.kernel().linesSince(mark);
		Duration start = began(lines).or(() -> looks.stream().findFirst().map(l -> guest.kernelTime(l.uptime()))).orElse(end);
		TransitionTimeline timeline = new TransitionTimeline(stacks::in, start);
		int seen = 0;
		for (Line line : lines) {
			while (seen < looks.size() && line.time().isPresent() && time(looks.get(seen)).compareTo(line.time().get()) < 0) {
				timeline.add(time(looks.get(seen)), looks.get(seen++).left());
			}
			timeline.add(line);
		}
		while (seen < looks.size()) {
			timeline.add(time(looks.get(seen)), looks.get(seen++).left());
		}
		return timeline.end(direction, ending, loadedAt.map(start::minus).orElse(Duration.ZERO), end, tasks);
	}

	/** When it began, by the kernel's clock, if the kernel has said so. */
	Optional<Duration> began() {
		return began(guest.kernel().linesSince(mark));
	}

	private static Optional<Duration> began(List<Line> lines) {
		return TransitionTimeline.stamp(lines, Mark.Kind.STARTED);
	}

	private Duration time(Look look) {
		return guest.kernelTime(look.uptime());
	}

	private boolean ended() throws StepFailure {
		return guest.ask("transition", patch).text().equals(direction == Direction.PATCHING ? "0" : "gone");
	}

	private void look() throws StepFailure {
		TaskList left = TaskList.parse(guest.ask("stragglers", direction == Direction.PATCHING ? 0 : 1).lines());
		left.uptime().ifPresent(u -> looks.add(new Look(u, left)));
	}
}

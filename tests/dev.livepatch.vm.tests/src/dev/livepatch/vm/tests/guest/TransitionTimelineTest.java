package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.livepatch.vm.guest.KernelConsole.Line;
import dev.livepatch.vm.guest.TaskList;
import dev.livepatch.vm.guest.TransitionTimeline;
import dev.livepatch.vm.observation.Delay;
import dev.livepatch.vm.observation.Delay.Reason;
import dev.livepatch.vm.observation.StackEntry;
import dev.livepatch.vm.observation.StackSurvey.Task;
import dev.livepatch.vm.observation.TaskStack;
import dev.livepatch.vm.observation.TaskState;
import dev.livepatch.vm.observation.TaskSwitch;
import dev.livepatch.vm.observation.Transition;
import dev.livepatch.vm.observation.Transition.Direction;
import dev.livepatch.vm.observation.Transition.Ending;
import dev.livepatch.vm.observation.Transition.Mark;
import dev.livepatch.vm.observation.Transition.Mark.Kind;
import dev.livepatch.vm.source.CodeAddress;

/** What was seen of a transition becomes one story. The kernel's clock says 100 s when it begins. */
class TransitionTimelineTest {
	private static final StackEntry IN_LOOP = new StackEntry(new CodeAddress("loop.isra.0", 0x10, 0x80, "vmlinux"), List.of());
	private static final StackEntry ELSEWHERE = new StackEntry(new CodeAddress("schedule_timeout", 0x10, 0x80, "vmlinux"), List.of());
	private static final List<Task> KNOWN = List.of(new Task(1, "init", TaskState.SLEEPING), new Task(2, "looper", TaskState.SLEEPING), new Task(3, "busy", TaskState.RUNNING));

	private final TransitionTimeline timeline = new TransitionTimeline(t -> t.in(List.of("loop")), Duration.ofSeconds(100));

	@Test
	void whoSwitchedWhenAndWhatKeptThem() {
		line(100, "livepatch: 'livepatch_x': starting patching transition");
		line(100.1, "livepatch: klp_try_switch_task: looper:2 is sleeping on function loop");
		line(100.1, "livepatch: klp_try_switch_task: swapper/1:0 is running");
		look(100.2, task(2, "looper", TaskState.SLEEPING, ELSEWHERE, IN_LOOP), task(3, "busy", TaskState.SLEEPING, ELSEWHERE));
		look(101, task(2, "looper", TaskState.SLEEPING, IN_LOOP));
		line(101.5, "livepatch: klp_try_switch_task: looper:2 has an unreliable stack");
		line(102, "livepatch: 'livepatch_x': patching complete");
		Transition transition = timeline.end(Direction.PATCHING, Ending.COMPLETE, Duration.ZERO, seconds(3), KNOWN);

		assertEquals(seconds(2), transition.duration());
		assertEquals(List.of(Kind.STARTED, Kind.COMPLETE), transition.marks().stream().map(Mark::kind).toList());
		assertEquals(List.of(2, 3, 0, 1), transition.tasks().stream().map(TaskSwitch::tid).toList(), "the last one first");
		TaskSwitch looper = transition.tasks().getFirst();
		assertEquals(seconds(1.5), looper.after());
		assertEquals(Optional.of(seconds(2)), looper.by());
		assertEquals(List.of(new Delay(Reason.SLEEPING, Optional.of("loop"), Optional.of(IN_LOOP), seconds(0.1), seconds(1)),
				new Delay(Reason.UNRELIABLE, Optional.empty(), Optional.empty(), seconds(1.5), seconds(1.5))), looper.delays());
		assertEquals(new TaskSwitch(3, "busy", seconds(0.2), Optional.of(seconds(1)), List.of()), transition.tasks().get(1), "nothing kept it; between two looks");
		assertEquals("swapper/1", transition.tasks().get(2).name());
		assertEquals(new TaskSwitch(1, "init", Duration.ZERO, Optional.of(seconds(0.2)), List.of()), transition.tasks().get(3), "before the first look");
		assertEquals(2, transition.late().size());
	}

	@Test
	void theSignalIsMarkedAndWhoNeverSwitchedIsOpen() {
		line(100, "livepatch: 'livepatch_x': starting patching transition");
		look(100.1, task(2, "looper", TaskState.SLEEPING, IN_LOOP), task(3, "busy", TaskState.RUNNING));
		line(115.5, "livepatch: signaling remaining tasks");
		look(118, task(2, "looper", TaskState.SLEEPING, IN_LOOP));
		Transition transition = timeline.end(Direction.PATCHING, Ending.STUCK, Duration.ZERO, Duration.ofSeconds(120), KNOWN);
		assertEquals(new Mark(seconds(15.5), Kind.SIGNALLED, "livepatch: signaling remaining tasks"), transition.marks().get(1));
		assertEquals(seconds(20), transition.duration());
		assertEquals(Optional.empty(), transition.tasks().getFirst().by());
		assertEquals(Optional.of(seconds(18)), transition.tasks().get(1).by());
		assertEquals(Reason.RUNNING, transition.tasks().get(1).delays().getFirst().reason());
	}

	@Test
	void theWayBackAndThreadsWithoutDetails() {
		line(100, "livepatch: 'livepatch_x': starting unpatching transition");
		timeline.add(Duration.ofMillis(100_500), new TaskList(Optional.empty(), 0, List.of(), List.of(), Set.of(1)));
		line(101, "livepatch: forcing remaining tasks to the unpatched state");
		line(101, "livepatch: 'livepatch_x': unpatching complete");
		Transition transition = timeline.end(Direction.UNPATCHING, Ending.FORCED, Duration.ofSeconds(7), Duration.ofSeconds(101), List.of(KNOWN.getFirst()));
		assertEquals(List.of(Kind.STARTED, Kind.FORCED, Kind.COMPLETE), transition.marks().stream().map(Mark::kind).toList());
		assertEquals(new TaskSwitch(1, "init", seconds(0.5), Optional.empty(), List.of()), transition.tasks().getFirst());
		assertEquals(Duration.ofSeconds(7), transition.began());
	}

	private void line(double time, String text) {
		timeline.add(new Line(Optional.of(seconds(time)), text));
	}

	private void look(double time, TaskStack... left) {
		timeline.add(seconds(time), new TaskList(Optional.empty(), 0, List.of(), List.of(left), Set.of()));
	}

	private static TaskStack task(int tid, String name, TaskState state, StackEntry... stack) {
		return new TaskStack(tid, name, state, List.of(stack));
	}

	private static Duration seconds(double seconds) {
		return Duration.ofMillis(Math.round(1000 * seconds));
	}
}

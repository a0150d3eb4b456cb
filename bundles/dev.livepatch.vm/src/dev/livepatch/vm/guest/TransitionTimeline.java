package dev.livepatch.vm.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.guest.KernelConsole.Line;
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

/** Puts together what was seen of one transition: looks at the threads from without, and what the kernel said meanwhile ({@code kernel/livepatch/transition.c}). */
public final class TransitionTimeline {
	/** With dynamic debug: {@code livepatch: klp_try_switch_task: kthreadd:2 is sleeping on function kthreadd}. */
	private static final Pattern TRIED = Pattern.compile("klp_try_switch_task: (.{1,64}):(\\d{1,9}) (?:(is running)|(has an unreliable stack)|is sleeping on function (\\S+))");
	private static final Map<Mark.Kind, Pattern> MARKS = new LinkedHashMap<>();
	static {
		MARKS.put(Mark.Kind.STARTED, Pattern.compile("^livepatch: '.*': starting (un)?patching transition"));
		MARKS.put(Mark.Kind.SIGNALLED, Pattern.compile("^livepatch: signaling remaining tasks"));
		MARKS.put(Mark.Kind.FORCED, Pattern.compile("^livepatch: forcing remaining tasks"));
		MARKS.put(Mark.Kind.COMPLETE, Pattern.compile("^livepatch: '.*': (un)?patching complete"));
	}

	/** How long a thread was seen not to have switched, and why. */
	private static final class Late {
		private final int tid;
		private final String name;
		private final List<Delay> delays = new ArrayList<>();
		private Duration last = Duration.ZERO;

		Late(int tid, String name) {
			this.tid = tid;
			this.name = name;
		}

		void seen(Duration at) {
			last = at.compareTo(last) > 0 ? at : last;
		}

		void kept(Duration at, Reason reason, Optional<String> function, Optional<StackEntry> entry) {
			seen(at);
			Delay before = delays.isEmpty() ? null : delays.getLast();
			if (before != null && before.reason() == reason && before.function().equals(function)) {
				delays.set(delays.size() - 1, new Delay(reason, function, before.at().or(() -> entry), before.first(), at));
			} else {
				delays.add(new Delay(reason, function, entry, at, at));
			}
		}
	}

	private final Function<TaskStack, Optional<StackEntry>> patchedCode;
	private final Duration start;
	private final Map<String, Late> late = new LinkedHashMap<>();
	private final List<Duration> looks = new ArrayList<>();
	private final List<Mark> marks = new ArrayList<>();

	/**
	 * @param patchedCode where a thread is in a function to be patched, if it is
	 * @param start       of the transition, by the kernel's clock
	 */
	public TransitionTimeline(Function<TaskStack, Optional<StackEntry>> patchedCode, Duration start) {
		this.patchedCode = patchedCode;
		this.start = start;
	}

	/** The stamp of the first line of this kind. */
	public static Optional<Duration> stamp(List<Line> lines, Mark.Kind kind) {
		return lines.stream().filter(l -> MARKS.get(kind).matcher(l.text()).find()).flatMap(l -> l.time().stream()).findFirst();
	}

	/** In the order of time. */
	public void add(Line line) {
		Duration at = line.time().map(t -> t.minus(start)).orElse(Duration.ZERO);
		MARKS.forEach((kind, pattern) -> {
			if (pattern.matcher(line.text()).find()) {
				marks.add(new Mark(at, kind, line.text()));
			}
		});
		Matcher m = TRIED.matcher(line.text());
		if (m.find()) {
			Reason reason = m.group(3) != null ? Reason.RUNNING : m.group(4) != null ? Reason.UNRELIABLE : Reason.SLEEPING;
			late(Integer.parseInt(m.group(2)), m.group(1)).kept(at, reason, Optional.ofNullable(m.group(5)), Optional.empty());
		}
	}

	/**
	 * In the order of time, among the lines.
	 *
	 * @param time by the kernel's clock
	 * @param left the threads that had not switched
	 */
	public void add(Duration time, TaskList left) {
		Duration at = time.minus(start);
		looks.add(at);
		for (TaskStack task : left.stacks()) {
			Optional<StackEntry> entry = patchedCode.apply(task);
			Late known = late(task.tid(), task.name());
			known.seen(at);
			if (task.state() == TaskState.RUNNING) {
				known.kept(at, Reason.RUNNING, Optional.empty(), Optional.empty());
			} else if (entry.isPresent()) {
				known.kept(at, Reason.SLEEPING, entry.map(e -> e.address().function()), entry);
			}
		}
		left.others().forEach(tid -> late(tid, "").seen(at));
	}

	/**
	 * @param began since the transition to the patch began
	 * @param end   of the watch, by the kernel's clock
	 * @param tasks known before
	 */
	public Transition end(Direction direction, Ending ending, Duration began, Duration end, List<Task> tasks) {
		Duration duration = marks.stream().filter(m -> m.kind() == Mark.Kind.COMPLETE).map(Mark::at).findFirst().orElse(end.minus(start));
		List<TaskSwitch> switches = new ArrayList<>();
		for (Task task : tasks) {
			Late known = late.remove(key(task.tid(), task.name()));
			switches.add(known == null ? new TaskSwitch(task.tid(), task.name(), Duration.ZERO, Optional.of(next(Duration.ofNanos(-1), duration)), List.of())
					: lateSwitch(known, task.name(), ending, duration));
		}
		late.values().forEach(l -> switches.add(lateSwitch(l, l.name, ending, duration)));
		switches.sort(Comparator.comparing(TaskSwitch::after).reversed().thenComparing(TaskSwitch::tid));
		return new Transition(direction, ending, began, duration, switches, marks);
	}

	private TaskSwitch lateSwitch(Late task, String name, Ending ending, Duration duration) {
		boolean never = ending != Ending.COMPLETE && (looks.isEmpty() || task.last.compareTo(looks.getLast()) >= 0);
		return new TaskSwitch(task.tid, name, task.last, never ? Optional.empty() : Optional.of(next(task.last, duration)), task.delays);
	}

	/** The first look after a time, else the end. */
	private Duration next(Duration after, Duration end) {
		return looks.stream().filter(l -> l.compareTo(after) > 0 && l.compareTo(end) < 0).findFirst().orElse(end);
	}

	private Late late(int tid, String name) {
		return late.computeIfAbsent(key(tid, name), k -> new Late(tid, name));
	}

	/** Idle tasks share their number. */
	private static String key(int tid, String name) {
		return tid == 0 ? name : Integer.toString(tid);
	}
}

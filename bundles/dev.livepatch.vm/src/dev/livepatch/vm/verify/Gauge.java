package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.guest.AgentReply;
import dev.livepatch.vm.observation.PauseWindow;
import dev.livepatch.vm.observation.PauseWindow.Event;
import dev.livepatch.vm.observation.PauseWindow.Load;

/** The measuring program in the guest ({@code gauge.c}). */
final class Gauge {
	private static final Pattern LINE = Pattern.compile("([a-z]+) (\\d{1,18})");
	private static final Duration MARGIN = Duration.ofSeconds(20);

	/** A window, and the memory that a module loaded in it takes, in bytes. */
	record Reading(PauseWindow window, Optional<Long> memory) {
	}

	private final Guest guest;
	private final Deadlines deadlines;

	Gauge(Guest guest, Deadlines deadlines) {
		this.guest = guest;
		this.deadlines = deadlines;
	}

	/** Starts the two tasks that note how long they were held up. */
	void watch(Duration longest) throws StepFailure {
		ask(deadlines.command(), Kind.DEADLINE, "watch", longest.toSeconds());
	}

	/** @param least the window lasts no shorter */
	Reading rest(Load load, Duration least) throws StepFailure {
		return read(load, Event.REST, ask(limit(least), Kind.DEADLINE, "rest", least.toMillis(), seconds()));
	}

	Reading load(Load load, TrialPatch patch, Duration least) throws StepFailure {
		return read(load, Event.LOAD, ask(limit(least), Kind.LOAD_FAILED, "load", patch.file() + ".ko", patch.name(), least.toMillis(), seconds()));
	}

	Reading unload(Load load, TrialPatch patch, Duration least) throws StepFailure {
		return read(load, Event.UNLOAD, ask(limit(least), Kind.UNLOAD_FAILED, "unload", patch.name(), least.toMillis(), seconds()));
	}

	/** The time of one call of {@code getppid()}, in each of many batches. */
	List<Duration> calls() throws StepFailure {
		return some(times("call", ask(deadlines.probe().plus(MARGIN), Kind.DEADLINE, "calls")));
	}

	/** The time of each of some runs of a script among the payload; what it exits with does not matter. */
	List<Duration> runs(String script, int times) throws StepFailure {
		return some(times("run", ask(deadlines.probe().multipliedBy(times).plus(MARGIN), Kind.DEADLINE, "run", script, times)));
	}

	private Duration limit(Duration least) {
		return deadlines.load().plus(deadlines.transition()).plus(least).plus(MARGIN);
	}

	private long seconds() {
		return deadlines.load().plus(deadlines.transition()).toSeconds();
	}

	private List<String> ask(Duration deadline, Kind failure, Object... arguments) throws StepFailure {
		AgentReply reply = guest.ask(deadline, "gauge", arguments);
		if (reply.status() != 0) {
			throw StepFailure.of(failure, "the measurement “" + arguments[0] + "” failed in the guest (exit " + reply.status() + "): " + reply.text());
		}
		return reply.lines();
	}

	private static Reading read(Load load, Event event, List<String> lines) throws StepFailure {
		PauseWindow window = new PauseWindow(load, event, required("window", lines), required("spin", lines), required("sleep", lines),
				times(event == Event.UNLOAD ? "remove" : "load", lines).stream().findFirst(), times("transition", lines).stream().findFirst());
		return new Reading(window, times("memory", lines).stream().findFirst().map(Duration::toNanos));
	}

	private static List<Duration> some(List<Duration> times) throws StepFailure {
		if (times.isEmpty()) {
			throw StepFailure.of(Kind.GARBLED, "the measuring program in the guest told no times");
		}
		return times;
	}

	private static Duration required(String key, List<String> lines) throws StepFailure {
		return times(key, lines).stream().findFirst().orElseThrow(() -> StepFailure.of(Kind.GARBLED, "the measuring program in the guest did not tell “" + key + "”"));
	}

	private static List<Duration> times(String key, List<String> lines) {
		List<Duration> times = new ArrayList<>();
		for (String line : lines) {
			Matcher m = LINE.matcher(line);
			if (m.matches() && m.group(1).equals(key)) {
				times.add(Duration.ofNanos(Long.parseLong(m.group(2))));
			}
		}
		return times;
	}
}

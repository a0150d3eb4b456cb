package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.livepatch.vm.observation.CallCost;
import dev.livepatch.vm.observation.Cost;
import dev.livepatch.vm.observation.PauseWindow;
import dev.livepatch.vm.observation.PauseWindow.Event;
import dev.livepatch.vm.observation.PauseWindow.Load;

/** A measurement for a person to read. */
final class CostEvidence {
	private CostEvidence() {
	}

	static void add(Cost cost, Evidence evidence) {
		evidence.add("the longest that a task was held up, in windows of one length (median, and the worst, in ms):");
		evidence.add(String.format(Locale.ROOT, "  %-34s %8s %17s %17s", "", "windows", "a spinning task", "a sleeping task"));
		for (Load load : Load.values()) {
			for (Event event : Event.values()) {
				pauses(cost.windows(load, event), load, event, evidence);
			}
		}
		for (Event event : List.of(Event.LOAD, Event.UNLOAD)) {
			times(cost, event, evidence);
		}
		cost.call().ifPresent(c -> call("a call redirected through ftrace, measured with " + c.what() + " and a copy of it", c, "ns", 1, evidence));
		cost.loop().ifPresent(c -> call("the script " + c.what(), c, "ms", 1_000_000, evidence));
		cost.memory().ifPresent(m -> evidence.add("memory: the module takes " + m + " bytes in the kernel"));
		evidence.add("caveat: measured in a machine that is not hardware, beside whatever else this computer does: compare these numbers with one another only");
		evidence.add("for comparison: stop_machine, as patches were loaded before per-task transitions (Linux 4.12), held up every task for 1 to 40 ms on hardware");
	}

	private static void pauses(List<PauseWindow> windows, Load load, Event event, Evidence evidence) {
		if (!windows.isEmpty()) {
			evidence.add(String.format(Locale.ROOT, "  %-34s %8d %17s %17s", label(load) + ", " + label(event), windows.size(),
					pair(windows, PauseWindow::spinning), pair(windows, PauseWindow::sleeping)));
		}
	}

	private static void times(Cost cost, Event event, Evidence evidence) {
		for (Load load : Load.values()) {
			List<PauseWindow> windows = cost.windows(load, event);
			List<PauseWindow> timed = windows.stream().filter(w -> w.transition().isPresent()).toList();
			if (!windows.isEmpty()) {
				evidence.add(label(load) + ", " + label(event) + ": " + (event == Event.LOAD ? "loading the module " : "removing the module ")
						+ pair(windows, w -> w.request().orElse(Duration.ZERO)) + " ms, transition "
						+ (timed.isEmpty() ? "not told: the kernel's log cannot be read" : pair(timed, w -> w.transition().orElseThrow()) + " ms"));
			}
		}
	}

	private static void call(String what, CallCost cost, String unit, double scale, Evidence evidence) {
		evidence.add(String.format(Locale.ROOT, "%s: %.1f %s without, %.1f %s with: %+.1f %s, where turns without differ by %.1f %s%s", what,
				cost.bestWithout().toNanos() / scale, unit, cost.bestWith().toNanos() / scale, unit, cost.added().toNanos() / scale, unit,
				cost.noise().toNanos() / scale, unit, cost.significant() ? "" : ", so that it says nothing"));
	}

	private static String label(Load load) {
		return switch (load) {
			case IDLE -> "idle guest";
			case WORKLOAD -> "under the workload";
		};
	}

	private static String label(Event event) {
		return switch (event) {
			case REST -> "nothing happens";
			case LOAD -> "load";
			case UNLOAD -> "unload";
		};
	}

	/** Median and worst, in milliseconds. */
	private static String pair(List<PauseWindow> windows, Function<PauseWindow, Duration> value) {
		Duration median = Cost.median(windows, value).orElseThrow();
		Duration worst = windows.stream().map(value).max(Duration::compareTo).orElseThrow();
		return String.format(Locale.ROOT, "%.2f (%.2f)", median.toNanos() / 1e6, worst.toNanos() / 1e6);
	}
}

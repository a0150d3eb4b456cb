package dev.livepatch.vm;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.livepatch.vm.observation.StepVerdict;

/**
 * One step of a verification.
 *
 * @param name     one of the constants of this class
 * @param elapsed  wall time, zero when skipped
 * @param evidence what was seen, for a person to read: one or more lines, without a line end at the end
 */
public record Step(String name, StepVerdict verdict, Duration elapsed, String evidence) {
	public static final String BOOT = "boot";
	/** Only in runs that load kernel modules before the patch. */
	public static final String MODULES = "modules";
	public static final String PROBE_BEFORE = "probe before load";
	/** Only in runs with a workload. */
	public static final String WORKLOAD = "workload";
	public static final String STACK_CHECK = "stack check";
	public static final String LOAD = "load";
	public static final String TRANSITION = "transition";
	public static final String REDIRECTED = "redirected";
	/** Only in runs that wait for a debugger. */
	public static final String DEBUGGER = "debugger";
	public static final String PROBE_AFTER_LOAD = "probe after load";
	public static final String UNLOAD = "unload";
	public static final String PROBE_AFTER_UNLOAD = "probe after unload";
	/** Only in runs that stress the patch. */
	public static final String STRESS = "stress";
	/** Only in runs with a workload. */
	public static final String WORKLOAD_END = "workload end";
	/** Only in runs that measure. */
	public static final String COST = "cost";
	public static final String POWER_OFF = "power off";

	/** The names of those that are not in every run. */
	public static final Set<String> OF_SOME_RUNS = Set.of(DEBUGGER, MODULES, WORKLOAD, STRESS, WORKLOAD_END, COST);
	/** The names in the order in which the steps run, those of some runs only included. */
	public static final List<String> NAMES = List.of(BOOT, MODULES, PROBE_BEFORE, WORKLOAD, STACK_CHECK, LOAD, TRANSITION, REDIRECTED, DEBUGGER,
			PROBE_AFTER_LOAD, UNLOAD, PROBE_AFTER_UNLOAD, STRESS, WORKLOAD_END, COST, POWER_OFF);
}

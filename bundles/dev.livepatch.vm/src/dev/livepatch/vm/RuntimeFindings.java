package dev.livepatch.vm;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;

/** Brings what went wrong in the running guest to the author's lines. */
public final class RuntimeFindings {
	private static final SourcePlace NOWHERE = new SourcePlace("", 0);

	private static final String RACE = "This says nothing of the patch: with several processors, the emulator now and then loses a race with code that changes. "
			+ "Verify again; with cpus = 1 in livepatch.toml, or where KVM works, if it comes again.";

	private RuntimeFindings() {
	}

	/**
	 * @param change  what the author changed
	 * @param placeOf where a function begins in the author's sources, as far as known
	 */
	public static List<Finding> of(VerificationReport report, ChangeSet change, Function<String, Optional<SourcePlace>> placeOf) {
		return report.problems().stream().map(p -> finding(p, place(p, change, placeOf).orElse(NOWHERE))).sorted().toList();
	}

	/** Where the author sees what a problem is about: the very line if it is known, else the beginning of the function. */
	public static Optional<SourcePlace> place(RuntimeProblem problem, ChangeSet change, Function<String, Optional<SourcePlace>> placeOf) {
		return problem.line().map(l -> l.ofPatch() ? l.place() : new SourcePlace(l.place().file(), change.patchedLine(l.place().file(), l.place().line())))
				.or(() -> problem.function().flatMap(placeOf));
	}

	private static Finding finding(RuntimeProblem problem, SourcePlace place) {
		Rule rule = rule(problem.kind());
		Finding finding = Finding.of(rule, place, problem.message()).in(problem.function().orElse(""));
		return problem.kind() == RuntimeProblem.Kind.STALE_BREAKPOINT ? finding.as(rule.severity(), RACE) : finding;
	}

	private static Rule rule(RuntimeProblem.Kind kind) {
		return switch (kind) {
			case PANIC, OOPS, BUG, HUNG_TASK, RCU_STALL, LOCKUP -> Rule.KERNEL_FAULT;
			case WARNING -> Rule.KERNEL_WARNING;
			case STUCK_TRANSITION -> Rule.STUCK_TRANSITION;
			case STALE_BREAKPOINT, MACHINE_DIED, GARBLED, DEADLINE -> Rule.MACHINE_FAILED;
			case LOAD_FAILED -> Rule.LOAD_FAILED;
			case UNLOAD_FAILED -> Rule.UNLOAD_FAILED;
			case NOT_REDIRECTED -> Rule.NOT_REDIRECTED;
			case PROBE -> Rule.PROBE_FAILED;
			case NOT_AS_BEFORE -> Rule.NOT_AS_BEFORE;
		};
	}
}

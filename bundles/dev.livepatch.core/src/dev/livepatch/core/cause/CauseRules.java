package dev.livepatch.core.cause;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;

/** Tells the author of the functions that are in the patch without having been edited: each at its own line, or all at the edit where it brings many of them. */
public final class CauseRules {
	/** Of one edit and one kind; a header can bring hundreds. */
	private static final int EACH_TOLD = 8;
	/** Named of those told together. */
	private static final int NAMED = 4;

	/**
	 * Why a function is in the patch.
	 *
	 * @param declared where the function begins, in the patched sources
	 * @param object   that it is in
	 */
	public record Caused(Cause cause, SourcePlace declared, String object) {
	}

	private record Origin(Rule rule, SourcePlace edit) {
	}

	private CauseRules() {
	}

	/** @param causes of all functions of the patch */
	public static List<Finding> findings(Collection<Caused> causes) {
		Map<Origin, List<Caused>> origins = new LinkedHashMap<>();
		for (Caused caused : causes) {
			rule(caused.cause().reason()).ifPresent(rule -> origins.computeIfAbsent(new Origin(rule, caused.cause().place()), o -> new ArrayList<>()).add(caused));
		}
		List<Finding> findings = new ArrayList<>();
		origins.forEach((origin, functions) -> {
			if (functions.size() > EACH_TOLD) {
				findings.add(together(origin, functions));
			} else {
				functions.forEach(f -> findings.add(Finding.of(origin.rule(), f.declared(), f.cause().text()).in(f.cause().function())));
			}
		});
		return findings;
	}

	private static Finding together(Origin origin, List<Caused> functions) {
		long objects = functions.stream().map(Caused::object).distinct().count();
		List<String> named = functions.stream().limit(NAMED).map(f -> f.cause().function() + " (" + f.cause().brief() + ")").toList();
		boolean known = !origin.edit().file().isEmpty();
		String message = functions.size() + " functions " + (objects == 1 ? "" : "in " + objects + " objects ") + "are in the patch " + (known ? "because of this edit" : "without a visible reason")
				+ ", though they were not edited themselves: " + String.join(", ", named) + " and " + (functions.size() - NAMED) + " more";
		return Finding.of(origin.rule(), known ? origin.edit() : functions.getFirst().declared(), message)
				.seeing(functions.stream().map(f -> new Finding.Related(f.cause().function(), f.declared())).distinct().toList());
	}

	private static Optional<Rule> rule(Reason reason) {
		return switch (reason) {
			case EDITED, PART -> Optional.empty();
			case INLINES -> Optional.of(Rule.CHANGED_BY_INLINING);
			case LINE_NUMBER -> Optional.of(Rule.CHANGED_BY_LINE_NUMBER);
			case INLINING_DECISION -> Optional.of(Rule.CHANGED_BY_INLINING_DECISION);
			case VARIANT -> Optional.of(Rule.CHANGED_BY_VARIANT);
			case DEFINITION -> Optional.of(Rule.CHANGED_BY_DEFINITION);
			case RENUMBERING -> Optional.of(Rule.CHANGED_BY_RENUMBERING);
			case NEIGHBOUR -> Optional.of(Rule.CHANGED_BY_NEIGHBOUR);
			case COMPILER -> Optional.of(Rule.CHANGED_BY_COMPILER);
		};
	}
}

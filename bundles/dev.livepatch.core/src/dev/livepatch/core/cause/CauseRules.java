package dev.livepatch.core.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFormatException;

/** Tells the author of the functions that are in the patch without having been edited, each at its own line. */
public final class CauseRules {

	private CauseRules() {
	}

	/** @param causes as {@link Causes#of} found them; without any, the differ has said what there is to say */
	public static List<Finding> findings(ObjectEvidence evidence, AuthorEdits edits, List<Cause> causes) throws ObjectFormatException {
		List<Finding> findings = new ArrayList<>();
		for (Cause cause : causes) {
			Optional<Rule> rule = rule(cause.reason());
			if (rule.isPresent()) {
				SourcePlace place = evidence.declarationOf(cause.function());
				findings.add(Finding.of(rule.get(), place, cause.text()).in(cause.function()));
			}
		}
		if (!causes.isEmpty()) {
			findings.addAll(new UnpatchedEdits(evidence, edits).findings(causes));
		}
		return findings;
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

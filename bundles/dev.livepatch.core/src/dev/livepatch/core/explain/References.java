package dev.livepatch.core.explain;

import java.util.List;

import dev.livepatch.core.differ.DifferMessage.UnresolvedReference;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFormatException;

/** What the patched code refers to and the differ cannot bring it to. */
final class References {
	private final ObjectEvidence evidence;

	References(ObjectEvidence evidence) {
		this.evidence = evidence;
	}

	List<Finding> notFound(String symbol, String said) throws ObjectFormatException {
		if (evidence.original().symbol(symbol).isPresent()) {
			return List.of(Finding.of(Rule.INPUTS_MISMATCH, evidence.places().file(), said).about(symbol));
		}
		SourcePlace place = evidence.places().referenceTo(symbol).orElseGet(evidence.places()::file);
		return List.of(Finding.of(Rule.SYMBOL_NOT_FOUND, place, "the patch refers to " + symbol + ", which neither " + evidence.object().parent().name()
				+ " nor the kernel's exports have").about(symbol));
	}

	List<Finding> unresolved(UnresolvedReference reference) throws ObjectFormatException {
		return List.of(Finding.of(Rule.UNRESOLVED_REFERENCE, evidence.places().causeAt(reference.section(), reference.offset()),
				"the code refers to a place outside of every variable, seen from " + AuthorNames.of(AuthorNames.variableIn(reference.target()))).about(reference.target()));
	}

	List<Finding> late(String symbol, String section) throws ObjectFormatException {
		SourcePlace place = evidence.places().referenceTo(symbol).orElseGet(evidence.places()::file);
		return List.of(Finding.of(Rule.LATE_SPECIAL_SECTION, place, "the patched code of a module refers to " + symbol + " in " + section
				+ ", which is worked through before that reference is filled in").about(symbol));
	}
}

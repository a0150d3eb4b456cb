package dev.livepatch.core.explain;

import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFormatException;

/** What the differ says of a variable, or of a symbol's linkage. */
final class VariableExplainer {
	private final ObjectEvidence evidence;
	private final Sentences sentences;

	VariableExplainer(ObjectEvidence evidence) {
		this.evidence = evidence;
		sentences = new Sentences(!evidence.object().parent().isVmlinux());
	}

	List<Finding> moved(String symbol) throws ObjectFormatException {
		return of(Rule.DATA_MOVED, symbol, AuthorNames.ofVariable(symbol) + " would move to another section than it has in the running kernel");
	}

	List<Finding> resized(String symbol) throws ObjectFormatException {
		return of(Rule.OBJECT_RESIZED, symbol, AuthorNames.ofVariable(symbol) + " has another size than in the running kernel");
	}

	List<Finding> relinked(String symbol) throws ObjectFormatException {
		return of(Rule.SYMBOL_CHANGED, symbol, AuthorNames.ofVariable(symbol) + " has another type or binding than in the running kernel");
	}

	List<Finding> unmatched(String symbol, String said) throws ObjectFormatException {
		return of(Rule.SYMBOL_UNMATCHED, symbol, "the differ cannot find " + AuthorNames.ofVariable(symbol) + " where the running kernel has it (" + said + ")");
	}

	private List<Finding> of(Rule rule, String symbol, String text) throws ObjectFormatException {
		SourcePlace place = evidence.places().placeOfSymbol(symbol);
		String name = AuthorNames.ofVariable(symbol);
		Optional<String> section = evidence.sectionOf(evidence.original(), symbol);
		Rule bySection = section.map(SectionKind::of).map(SectionKind::rule).orElse(rule);
		return switch (bySection) {
			// there the section tells more than the symbol's own change does
			case INIT_CHANGED, EXIT_CHANGED, EXPORT_CHANGED, MODULE_INFO_CHANGED, TRACE_EVENT_CHANGED -> List.of(Finding.of(bySection, place, sentences.changed(bySection, name, section.get(), "")).about(name));
			default -> List.of(Finding.of(rule, place, text).about(name));
		};
	}
}

package dev.livepatch.core.hazard;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;

/** Finds changed functions that remember what they did once: create-diff-object gives them a memory of their own, and says nothing ({@code is_special_static}). */
final class OnceHazards {
	/** Of {@code DO_ONCE_LITE} and the macros made of it (include/linux/once_lite.h); with two dots since Linux 6.13. */
	private static final Set<String> SECTIONS = Set.of(".data.once", ".data..once");

	private OnceHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		if (SECTIONS.stream().noneMatch(name -> evidence.patched().section(name).isPresent())) {
			return List.of();
		}
		Set<String> functions = new TreeSet<>();
		for (String function : patch.changed()) {
			if (remembers(evidence.original(), patch.before().of(function)) && remembers(evidence.patched(), patch.after().of(function))) {
				functions.add(function);
			}
		}
		if (functions.isEmpty()) {
			return List.of();
		}
		String first = functions.iterator().next();
		return List.of(Finding.of(Rule.ONCE_RESTARTS, evidence.places().causeInFunction(first),
				"what " + String.join(", ", functions) + (functions.size() == 1 ? " does" : " do") + " only once can happen once more with the patch, and with each load of it").in(PatchCode.plain(first)));
	}

	private static boolean remembers(ObjectFile object, List<Reference> code) {
		return code.stream().map(reference -> object.section(reference.target().section())).flatMap(Optional::stream).map(Section::name).anyMatch(SECTIONS::contains);
	}
}

package dev.livepatch.core.hazard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;

/** Finds callbacks whose effects stay when the patch is taken off (sections of kpatch-macros.h). */
final class CallbackHazards {
	private static final String SECTIONS = ".kpatch.callbacks.";

	private CallbackHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		List<Finding> findings = new ArrayList<>();
		boolean undone = callback(evidence, "pre_unpatch").isPresent() || callback(evidence, "post_unpatch").isPresent();
		for (String when : undone ? List.<String>of() : List.of("pre_patch", "post_patch")) {
			Optional<Section> section = callback(evidence, when);
			if (section.isPresent()) {
				findings.add(callbackAlone(evidence, patch, when, section.get()));
			}
		}
		return findings;
	}

	private static Optional<Section> callback(ObjectEvidence evidence, String when) {
		return evidence.patched().section(SECTIONS + when);
	}

	private static Finding callbackAlone(ObjectEvidence evidence, PatchCode patch, String when, Section section) throws ObjectFormatException {
		String function = patch.after().in(section).stream().findFirst().map(Reference::name).orElse("");
		SourcePlace place = evidence.places().causeInVariable("kpatch_" + when + "_data").orElseGet(evidence.places()::file);
		boolean pre = when.startsWith("pre");
		return Finding.of(Rule.CALLBACK_WITHOUT_UNDO, place, "what " + function + " does when the patch is applied is not undone when the patch is taken off: there is no "
				+ (pre ? "post-unpatch" : "pre-unpatch") + " callback").in(function);
	}
}

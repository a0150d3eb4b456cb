package dev.livepatch.core.hazard;

import java.util.List;
import java.util.Set;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.ObjectFormatException;

/** Finds shadow variables that a patch makes and never frees (kernel/livepatch/shadow.c). */
final class ShadowHazards {
	private static final Set<String> ALLOCATE = Set.of("klp_shadow_alloc", "klp_shadow_get_or_alloc");
	private static final String FREE = "klp_shadow_free";

	private ShadowHazards() {
	}

	/** What frees is looked for in all files of the change: an object need not be freed where it is made. */
	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		for (String function : patch.functions()) {
			for (Reference reference : patch.after().of(function)) {
				if (ALLOCATE.contains(reference.name()) && !evidence.source().mentions(FREE)) {
					SourcePlace place = evidence.places().causeAt(reference.section().name(), reference.offset());
					String author = evidence.patchedDebug().frames(reference.section().name(), reference.offset()).stream().findFirst().map(Frame::function).orElse(function);
					return List.of(Finding.of(Rule.SHADOW_NEVER_FREED, place, author + " allocates shadow variables, and nothing in the patch frees them").in(author));
				}
			}
		}
		return List.of();
	}
}

package dev.livepatch.core.hazard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;

/** What a patch that the differ accepts can do to a running kernel nevertheless. */
public final class Hazards {
	private static final List<Hazard> ALL = List.of(StackHazards::find, KeyHazards::find, OnceHazards::find, StateHazards::find, CallbackHazards::find, ShadowHazards::find,
			RemovedFunctions::find, AtomicHazards::find, NameHazards::find, WeakHazards::find,
			(evidence, patch) -> patch.functions().isEmpty() ? List.of() : RuntimeConstants.in(evidence));

	/** One kind of danger. */
	@FunctionalInterface
	interface Hazard {
		List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws IOException;
	}

	private Hazards() {
	}

	/** An {@link dev.livepatch.core.evidence.Inspection}. */
	public static List<Finding> inspect(ObjectEvidence evidence, List<DifferMessage> messages) throws IOException {
		PatchCode patch = PatchCode.of(evidence, messages);
		List<Finding> findings = new ArrayList<>();
		for (Hazard hazard : ALL) {
			findings.addAll(hazard.find(evidence, patch));
		}
		return findings;
	}
}

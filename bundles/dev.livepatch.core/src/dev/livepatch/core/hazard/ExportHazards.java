package dev.livepatch.core.hazard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.kernel.Exports;
import dev.livepatch.core.kernel.Exports.Export;
import dev.livepatch.core.layout.TypeChanges;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionSignature;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.TypeLayout;

/**
 * Finds exported symbols whose checksum a change would alter, where the kernel compares them ({@code CONFIG_MODVERSIONS}). The running kernel keeps its own, so that the patch loads;
 * kpatch-build refuses such a change ("Version disagreement for symbol").
 */
public final class ExportHazards {

	/** Tells the checksums of an object's exports with the change, by symbol. */
	@FunctionalInterface
	public interface Versions {
		Map<String, String> of(AffectedObject object) throws IOException;
	}

	private static final int TOLD = 3;
	private final Versions versions;

	public ExportHazards(Versions versions) {
		this.versions = versions;
	}

	/** An {@link dev.livepatch.core.evidence.Inspection}. */
	public List<Finding> inspect(ObjectEvidence evidence, List<DifferMessage> messages) throws IOException {
		if (evidence.patched().section("__ksymtab_strings").isEmpty() && evidence.patched().section(".export_symbol").isEmpty() || !typesDiffer(evidence)) {
			return List.of();
		}
		if (TypeChanges.between(evidence.originalDebug(), evidence.patchedDebug()).stream().anyMatch(change -> change.severity() == Severity.ERROR)) {
			// refused for a stronger reason
			return List.of();
		}
		Exports exports = evidence.source().kernel().exports();
		Map<String, String> changed = new TreeMap<>();
		versions.of(evidence.object()).forEach((symbol, version) -> {
			if (exports.of(symbol).map(Export::version).filter(known -> !known.equals(version)).isPresent()) {
				changed.put(symbol, version);
			}
		});
		return changed.isEmpty() ? List.of() : List.of(finding(evidence, new ArrayList<>(changed.keySet())));
	}

	private static Finding finding(ObjectEvidence evidence, List<String> symbols) {
		String first = symbols.getFirst();
		boolean one = symbols.size() == 1;
		String more = symbols.size() > TOLD ? " and " + (symbols.size() - TOLD) + " more" : "";
		String message = "with this change the exported " + String.join(", ", symbols.subList(0, Math.min(TOLD, symbols.size()))) + more + (one ? " gets another checksum" : " get other checksums")
				+ " than the running kernel has: modules built from the patched sources would not load (\"disagrees about version of symbol " + first + "\"), and kpatch-build refuses the patch";
		return Finding.of(Rule.EXPORT_VERSION, evidence.places().file(), message).about(first);
	}

	/** The checksum is made of all types that a symbol's own leads to, and the debug information has these where it has the symbol. */
	private static boolean typesDiffer(ObjectEvidence evidence) throws ObjectFormatException {
		return !types(evidence.originalDebug()).equals(types(evidence.patchedDebug())) || !signatures(evidence.originalDebug()).equals(signatures(evidence.patchedDebug()));
	}

	private static Set<TypeLayout> types(DebugInfo debug) throws ObjectFormatException {
		Set<TypeLayout> types = new HashSet<>();
		for (TypeLayout type : debug.types()) {
			types.add(new TypeLayout(type.kind(), type.name(), "", 0, type.size(), type.members(), type.enumerators()));
		}
		return types;
	}

	private static Set<String> signatures(DebugInfo debug) throws ObjectFormatException {
		Set<String> signatures = new HashSet<>();
		for (FunctionSignature function : debug.signatures()) {
			if (function.external()) {
				signatures.add(function.name() + " " + function.text());
			}
		}
		return signatures;
	}
}

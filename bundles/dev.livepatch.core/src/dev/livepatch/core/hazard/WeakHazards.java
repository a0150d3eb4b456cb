package dev.livepatch.core.hazard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;

/** Finds weak functions that another file's of the same name took the place of: the linker keeps a symbol weak only where it has found no other. */
final class WeakHazards {

	private WeakHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws IOException {
		List<Finding> findings = new ArrayList<>();
		for (String function : patch.changed()) {
			if (weak(evidence.original(), function) && overridden(function, evidence)) {
				ParentObject parent = evidence.object().parent();
				findings.add(Finding.of(Rule.WEAK_OVERRIDDEN, evidence.places().causeInFunction(function), "the " + function + " of this file is weak, and " + parent.name()
						+ " has another one in its place: the patch would put this one there instead").in(function).about(function));
			}
		}
		return findings;
	}

	private static boolean weak(ObjectFile object, String function) throws IOException {
		return object.symbol(function).filter(Symbol::defined).filter(s -> s.binding() == SymbolBinding.WEAK).isPresent();
	}

	private static boolean overridden(String function, ObjectEvidence evidence) throws IOException {
		ObjectFile linked = ObjectFile.read(evidence.source().kernel().symbolFile(evidence.object().parent()));
		Optional<Symbol> taken = linked.symbols().stream().filter(s -> s.defined() && s.name().equals(function) && s.binding() != SymbolBinding.LOCAL).findFirst();
		return taken.filter(s -> s.binding() == SymbolBinding.GLOBAL).isPresent();
	}
}

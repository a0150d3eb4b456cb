package dev.livepatch.core.hazard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.AddressTaken;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;

/** Finds functions that the patched file no longer has, though code outside the patch can still reach them. */
final class RemovedFunctions {

	private RemovedFunctions() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		AddressTaken taken = null;
		List<Finding> findings = new ArrayList<>();
		for (FunctionInfo function : evidence.originalDebug().functions()) {
			Optional<Symbol> symbol = evidence.original().symbol(function.name()).filter(s -> s.function() && s.defined());
			if (symbol.isEmpty() || evidence.patchedDebug().function(function.name()).isPresent() || init(evidence, symbol.get())) {
				continue;
			}
			taken = taken == null ? new AddressTaken(evidence.original()) : taken;
			boolean global = symbol.get().binding() != SymbolBinding.LOCAL;
			if (global || taken.of(symbol.get())) {
				SourcePlace place = evidence.source().fromOriginal(new SourceLine(function.file(), function.line()));
				findings.add(Finding.of(Rule.FUNCTION_REMOVED, place, function.name() + " is gone from the patched file, but stays in the running kernel as it is: "
						+ (global ? "code outside the patch that calls it" : "what holds its address since before the patch") + " goes on calling it").in(function.name()));
			}
		}
		return findings;
	}

	private static boolean init(ObjectEvidence evidence, Symbol symbol) {
		return evidence.original().section(symbol.section()).map(Section::name).filter(n -> n.startsWith(".init") || n.startsWith(".exit")).isPresent();
	}
}

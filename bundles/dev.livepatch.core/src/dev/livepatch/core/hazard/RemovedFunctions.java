package dev.livepatch.core.hazard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.OutsideUsers;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.hazard.References.Kind;
import dev.livepatch.core.hazard.References.Reference;
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

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws IOException {
		Set<String> handedOut = null;
		List<Finding> findings = new ArrayList<>();
		for (FunctionInfo function : evidence.originalDebug().functions()) {
			Optional<Symbol> symbol = evidence.original().symbol(function.name()).filter(s -> s.function() && s.defined());
			if (symbol.isEmpty() || evidence.patchedDebug().function(function.name()).isPresent() || init(evidence, symbol.get())) {
				continue;
			}
			handedOut = handedOut == null ? handedOut(evidence, patch.before()) : handedOut;
			boolean global = symbol.get().binding() != SymbolBinding.LOCAL;
			Optional<OutsideUsers> users = global ? evidence.outsideUsers(function.name()) : Optional.empty();
			boolean unused = users.isPresent() && users.get().none() && !users.get().exported();
			if (global && !unused || handedOut.contains(function.name())) {
				SourcePlace place = evidence.source().fromOriginal(new SourceLine(function.file(), function.line()));
				String who = !global || unused ? "what holds its address since before the patch goes on calling it"
						: users.map(OutsideUsers::text).filter(text -> !text.isEmpty()).map(text -> "outside the patch " + text + " will go on using it").orElse("code outside the patch that calls it goes on calling it");
				findings.add(Finding.of(Rule.FUNCTION_REMOVED, place, function.name() + " is gone from the patched file, but stays in the running kernel as it is: " + who).in(function.name())
						.seeing(users.map(OutsideUsers::users).orElse(List.of()).stream().map(OutsideUsers.User::related).toList()));
			}
		}
		return findings;
	}

	/** The functions whose addresses code loads that can run at any time. What data and init code refer to cannot change, as the differ sees to. */
	private static Set<String> handedOut(ObjectEvidence evidence, References references) throws ObjectFormatException {
		Set<String> found = new HashSet<>();
		for (String function : references.functions()) {
			boolean runs = evidence.original().symbol(function).filter(s -> !init(evidence, s)).isPresent();
			for (Reference reference : runs ? references.of(function) : List.<Reference>of()) {
				if (reference.kind() == Kind.ADDRESS && reference.target().function()) {
					found.add(reference.name());
				}
			}
		}
		return found;
	}

	private static boolean init(ObjectEvidence evidence, Symbol symbol) {
		return evidence.original().section(symbol.section()).map(Section::name).filter(n -> n.startsWith(".init") || n.startsWith(".exit")).isPresent();
	}
}

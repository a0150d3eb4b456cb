package dev.livepatch.core.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.Exports;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;

/**
 * What the objects of a patch need of each other when they are linked to a module. The differ asks for what the kernel does not export by name and place, and takes everything else that
 * it does not find for part of another object of the patch. For several threads.
 */
final class Linking {
	/** Defined in the {@code .mod.c} that modpost writes for each module. */
	private static final String THE_MODULE = "__this_module";
	private final Exports exports;
	private final Set<String> defined = new HashSet<>();
	private final List<Finding> undefined = new ArrayList<>();

	Linking(Exports exports) {
		this.exports = exports;
	}

	/** @param output as the differ wrote it */
	synchronized void add(ObjectFile output, ObjectEvidence evidence) throws IOException {
		for (Symbol symbol : output.symbols()) {
			if (symbol.defined()) {
				defined.add(symbol.name());
			} else if (symbol.binding() == SymbolBinding.GLOBAL && !symbol.name().equals(THE_MODULE) && exports.of(symbol.name()).isEmpty()) {
				Optional<SourcePlace> user = evidence.places().referenceTo(symbol.name());
				undefined.add(Finding.of(Rule.UNDEFINED_SYMBOL, user.orElse(evidence.places().file()), symbol.name() + " is defined neither by the kernel nor by the patch: the module could not be linked")
						.about(symbol.name()));
			}
		}
	}

	/** Once all objects are in. Nothing where the kernel's exports are not known. */
	synchronized List<Finding> missing() {
		return exports.isEmpty() ? List.of() : undefined.stream().filter(finding -> !defined.contains(finding.subject())).toList();
	}
}

package dev.livepatch.core.hazard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.kernel.Exports.Export;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;

/**
 * Finds global functions and variables that the kernel cannot tell from static ones of the same name: create-diff-object gives each static symbol its position among its namesakes, and a
 * global one none; the kernel then refuses to load the patch ("unresolvable ambiguity for symbol", {@code klp_find_object_symbol}).
 */
final class NameHazards {

	private NameHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws IOException {
		List<Finding> findings = new ArrayList<>();
		Set<String> told = new HashSet<>();
		ParentObject parent = evidence.object().parent();
		KernelBuild kernel = evidence.source().kernel();
		for (String function : patch.changed()) {
			if (global(evidence.original().symbol(function)) && kernel.sharesName(parent, function)) {
				findings.add(Finding.of(Rule.AMBIGUOUS_SYMBOL, evidence.places().causeInFunction(function), "the function to be redirected, " + function + ", is global, and " + besides(function, parent))
						.in(function).about(function));
			}
		}
		for (String function : patch.functions()) {
			for (Reference reference : patch.after().of(function)) {
				Optional<ParentObject> definer = soughtByName(evidence, patch, reference.target());
				if (definer.isPresent() && kernel.sharesName(definer.get(), reference.name()) && told.add(reference.name())) {
					findings.add(Finding.of(Rule.AMBIGUOUS_SYMBOL, evidence.places().causeAt(reference.section().name(), reference.offset()),
							PatchCode.plain(function) + " refers to the global " + reference.name() + ", and " + besides(reference.name(), definer.get())).in(PatchCode.plain(function)).about(reference.name()));
				}
			}
		}
		return findings;
	}

	private static String besides(String name, ParentObject parent) {
		return parent.name() + " has a static symbol of that name besides: the kernel cannot tell which of them is meant, and refuses to load the patch (\"unresolvable ambiguity for symbol '"
				+ name + "'\")";
	}

	/** What has a symbol that the kernel will be asked for by name; empty for one that the patch brings along, or is linked to as any module is. */
	private static Optional<ParentObject> soughtByName(ObjectEvidence evidence, PatchCode patch, Symbol target) throws IOException {
		boolean brought = patch.functions().contains(target.name()) || target.defined() && evidence.original().symbol(target.name()).isEmpty();
		if (!global(Optional.of(target)) || target.name().isEmpty() || brought) {
			return Optional.empty();
		}
		ParentObject parent = evidence.object().parent();
		// vmlinux refers to no module; what modules refer to, the list of exports must tell
		if (parent.isVmlinux() && !evidence.source().kernel().sharesName(parent, target.name())) {
			return Optional.empty();
		}
		Optional<Export> export = evidence.source().kernel().exports().of(target.name());
		if (export.isEmpty()) {
			return Optional.of(parent);
		}
		return export.get().byVmlinux() ? Optional.empty() : module(evidence.source().kernel(), export.get().exporter());
	}

	private static Optional<ParentObject> module(KernelBuild kernel, String exporter) throws IOException {
		String name = Path.of(exporter).getFileName().toString().replace('-', '_');
		return kernel.moduleFile(name).map(file -> new ParentObject(name, file));
	}

	private static boolean global(Optional<Symbol> symbol) throws ObjectFormatException {
		return symbol.isPresent() && symbol.get().binding() != SymbolBinding.LOCAL;
	}
}

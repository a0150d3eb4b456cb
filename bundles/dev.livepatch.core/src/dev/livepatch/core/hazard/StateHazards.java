package dev.livepatch.core.hazard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.VariableInfo;

/** Finds state that begins anew with the patch, or never begins: new static variables of changed functions that the differ is silent about, and new variables that only init code sets. */
final class StateHazards {
	/** What the kernel's own macros declare inside functions; {@code is_special_static} of create-diff-object knows them too. */
	private static final Pattern OF_MACROS = Pattern.compile("__.*|_rs|_entry|_entry_ptr|descriptor|CSWTCH");

	private StateHazards() {
	}

	static List<Finding> find(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		List<Finding> findings = new ArrayList<>(newStaticLocals(evidence, patch));
		findings.addAll(setByInitCodeOnly(evidence, patch));
		return findings;
	}

	private static List<Finding> newStaticLocals(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		Set<String> before = new HashSet<>();
		for (VariableInfo variable : evidence.originalDebug().variables()) {
			variable.function().ifPresent(function -> before.add(function + " " + variable.name()));
		}
		List<Finding> findings = new ArrayList<>();
		for (String function : patch.changed()) {
			Set<String> seen = new HashSet<>();
			for (Reference reference : patch.after().of(function)) {
				Symbol target = reference.target();
				if (!target.defined() || !writable(evidence.patched(), target) || !seen.add(target.name())) {
					continue;
				}
				Optional<VariableInfo> variable = evidence.patchedDebug().variable(target.name()).filter(v -> v.function().isPresent());
				if (variable.isPresent() && !before.contains(variable.get().function().get() + " " + variable.get().name()) && !patch.newStatics().contains(variable.get().name())
						&& !OF_MACROS.matcher(variable.get().name()).matches()) {
					findings.add(Finding.of(Rule.STATIC_LOCAL_NEW, evidence.places().causeInVariable(target.name()).orElseGet(evidence.places()::file), "the static local variable "
							+ variable.get().name() + " of " + variable.get().function().get() + " is new to the running kernel: it starts from its initialiser").in(PatchCode.plain(function)).about(variable.get().name()));
				}
			}
		}
		return findings;
	}

	/** A variable that the running kernel does not have, and that init code of the patched file refers to: that code does not run. */
	private static List<Finding> setByInitCodeOnly(ObjectEvidence evidence, PatchCode patch) throws ObjectFormatException {
		List<Finding> findings = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		for (Section section : evidence.patched().sections()) {
			if (!section.name().startsWith(".init.text")) {
				continue;
			}
			for (Reference reference : patch.after().in(section)) {
				Symbol target = reference.target();
				boolean isNew = target.defined() && writable(evidence.patched(), target) && evidence.original().symbol(target.name()).isEmpty();
				Optional<VariableInfo> variable = isNew ? evidence.patchedDebug().variable(target.name()).filter(v -> v.function().isEmpty()) : Optional.empty();
				if (variable.isPresent() && seen.add(target.name())) {
					findings.add(Finding.of(Rule.INIT_DATA, evidence.places().causeInVariable(target.name()).orElseGet(evidence.places()::file), variable.get().name()
							+ " is new to the running kernel, and the init code that refers to it ran at boot without it: the patched code finds it as its initialiser leaves it").about(variable.get().name()));
				}
			}
		}
		return findings;
	}

	private static boolean writable(ObjectFile object, Symbol symbol) {
		return object.section(symbol.section()).filter(s -> s.allocated() && s.writable() && !s.executable() && !s.name().startsWith(".init")).isPresent();
	}
}

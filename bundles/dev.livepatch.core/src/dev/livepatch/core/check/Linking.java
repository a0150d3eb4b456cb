package dev.livepatch.core.check;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.Exports;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;

/**
 * What the objects of a patch need of each other when they are linked to a module. The differ asks for what the kernel does not export by name and place, and takes everything else that
 * it does not find for part of another object of the patch. For several threads.
 */
final class Linking {
	/** Defined in the {@code .mod.c} that modpost writes for each module. */
	private static final String THE_MODULE = "__this_module";
	private static final String JUMP_TABLE = "__jump_table";
	/** {@code struct jump_entry}: code, target, key (include/linux/jump_label.h). */
	private static final int ENTRY = 3;
	private final Exports exports;
	private final Set<String> defined = new HashSet<>();
	private final List<Finding> undefined = new ArrayList<>();
	private final Map<String, Part> parts = new TreeMap<>();

	/** @param place where its edits begin */
	private record Part(SourcePlace place, Set<String> defined, Set<String> needed) {
		boolean needs(Part other) {
			return needed.stream().anyMatch(other.defined::contains);
		}
	}

	Linking(Exports exports) {
		this.exports = exports;
	}

	/**
	 * @param object its path
	 * @param output as the differ wrote it
	 */
	synchronized void add(String object, ObjectFile output, ObjectEvidence evidence) throws IOException {
		Map<Boolean, Set<String>> names = output.symbols().stream().collect(Collectors.partitioningBy(Symbol::defined, Collectors.mapping(Symbol::name, Collectors.toSet())));
		parts.put(object, new Part(evidence.places().file(), names.get(true), names.get(false)));
		defined.addAll(names.get(true));
		for (Symbol symbol : output.symbols()) {
			if (symbol.defined()) {
				continue;
			}
			if (leftOut(symbol, evidence)) {
				undefined.add(leftOut(symbol.name(), output, evidence));
			} else if (symbol.binding() == SymbolBinding.GLOBAL && !symbol.name().equals(THE_MODULE) && exports.of(symbol.name()).isEmpty()) {
				Optional<SourcePlace> user = evidence.places().referenceTo(symbol.name());
				undefined.add(Finding.of(Rule.UNDEFINED_SYMBOL, user.orElse(evidence.places().file()), symbol.name() + " is defined neither by the kernel nor by the patch: the module could not be linked")
						.about(symbol.name()));
			}
		}
	}

	/** The differ follows what code and data refer to, and not what tables about code do: a new variable that only such a table knows stays behind. */
	private static boolean leftOut(Symbol symbol, ObjectEvidence evidence) throws IOException {
		return !symbol.name().isEmpty() && evidence.patched().symbol(symbol.name()).filter(Symbol::defined).isPresent() && evidence.unknownToOriginal(symbol.name());
	}

	private static Finding leftOut(String name, ObjectFile output, ObjectEvidence evidence) throws IOException {
		String refused = "the differ leaves it out of the patch, and the kernel would refuse to load that (\"Unknown symbol " + name + "\")";
		Optional<Section> section = output.section(JUMP_TABLE);
		List<Relocation> table = section.isPresent() ? output.relocations(section.get()) : List.of();
		for (int i = 0; i + ENTRY <= table.size(); i += ENTRY) {
			Relocation code = table.get(i);
			if (table.get(i + ENTRY - 1).symbol().name().equals(name)) {
				String function = code.symbol().name();
				return Finding.of(Rule.JUMP_LABEL, evidence.places().causeInFunction(function, code.addend()),
						function + " has a jump label on the new key " + name + ", to which only the table of jump labels refers: " + refused).in(function).about(name);
			}
		}
		return Finding.of(Rule.UNDEFINED_SYMBOL, evidence.places().causeInVariable(name).orElseGet(evidence.places()::file), "only tables about code refer to " + name + ": " + refused).about(name);
	}

	/** Once all objects are in. Nothing where the kernel's exports are not known. */
	synchronized List<Finding> missing() {
		return exports.isEmpty() ? List.of() : undefined.stream().filter(finding -> !defined.contains(finding.subject())).toList();
	}

	/**
	 * Objects that the running kernel does not come to: nothing of them is redirected or called back, and no object that it comes to needs what they define. Once all are in.
	 *
	 * @param reports of all objects
	 * @return by object; empty if one was refused, which may be what needs them
	 */
	synchronized Map<String, Finding> unreached(List<ObjectReport> reports) {
		if (reports.stream().anyMatch(r -> r.verdict() == Verdict.UNSUPPORTED || r.verdict() == Verdict.FAILED)) {
			return Map.of();
		}
		Deque<String> reached = new ArrayDeque<>(reports.stream().filter(r -> !r.changed().isEmpty() || !r.extracted().callbacks().isEmpty()).map(ObjectReport::path).toList());
		boolean something = !reached.isEmpty();
		Map<String, ObjectReport> left = reports.stream().filter(r -> parts.containsKey(r.path()) && !reached.contains(r.path())).collect(Collectors.toMap(ObjectReport::path, Function.identity()));
		while (!reached.isEmpty() && !left.isEmpty()) {
			Part part = parts.get(reached.remove());
			List<String> next = left.keySet().stream().filter(object -> part.needs(parts.get(object))).toList();
			reached.addAll(next);
			left.keySet().removeAll(next);
		}
		Map<String, Finding> findings = new TreeMap<>();
		left.forEach((object, report) -> findings.put(object, unreached(report, something)));
		return findings;
	}

	/** A part that gcc has split off is new to the differ, as a function is that nothing calls; but with it an edit is lost. */
	private Finding unreached(ObjectReport report, boolean somethingElse) {
		List<String> added = report.added().stream().filter(name -> !name.contains(".")).toList();
		String why = added.isEmpty() ? "what changes is a part that gcc has split from one" : "nothing that is patched calls what is new, " + String.join(", ", added);
		Finding finding = Finding.of(Rule.NOTHING_REDIRECTED, parts.get(report.path()).place(), "the differ accepts " + report.path() + ", but redirects none of its functions: " + why);
		return somethingElse && added.equals(report.added()) ? finding.as(Severity.WARNING, Rule.NOTHING_REDIRECTED.remedy()) : finding;
	}
}

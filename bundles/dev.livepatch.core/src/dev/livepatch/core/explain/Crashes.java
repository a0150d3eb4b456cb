package dev.livepatch.core.explain;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.livepatch.core.evidence.Names;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;
import dev.livepatch.core.object.SymbolType;

/** Edits that have made create-diff-object (kpatch 0.9.10) crash, so that it says nothing itself. */
public final class Crashes {

	private Crashes() {
	}

	/**
	 * All crashes so far came with a static local variable that the edit takes away.
	 *
	 * @param said that it crashed
	 */
	public static Finding explain(String said, ObjectEvidence evidence) throws IOException {
		Map<String, Long> left = staticLocals(evidence.patched());
		Set<String> variables = new TreeSet<>();
		Set<String> functions = new TreeSet<>();
		for (Map.Entry<String, Long> variable : staticLocals(evidence.original()).entrySet()) {
			if (variable.getValue() > left.getOrDefault(variable.getKey(), 0L)) {
				variables.add(AuthorNames.ofVariable(variable.getKey()));
				evidence.originalUsersOf(variable.getKey()).stream().map(AuthorNames::whole).forEach(functions::add);
			}
		}
		if (functions.isEmpty()) {
			return Finding.of(Rule.TOOL_FAILED, evidence.places().file(), said);
		}
		String function = functions.iterator().next();
		return Finding.of(Rule.TOOL_FAILED, evidence.places().causeInFunction(function), said + ". It has been seen to, where an edit takes a static local variable away: here "
				+ String.join(", ", variables) + " of " + String.join(", ", functions)).in(function)
				.as(Severity.ERROR, "Keep a use of the variable in the function: go on calling the inline function or macro that has it, though its result is not needed.");
	}

	/** How often each name is there; gcc makes one by a number behind it. */
	private static Map<String, Long> staticLocals(ObjectFile object) throws ObjectFormatException {
		return object.symbols().stream().filter(s -> s.defined() && s.type() == SymbolType.OBJECT && s.binding() == SymbolBinding.LOCAL).map(Symbol::name)
				.filter(name -> !Names.plain(name).equals(name)).collect(Collectors.groupingBy(Names::plain, TreeMap::new, Collectors.counting()));
	}
}

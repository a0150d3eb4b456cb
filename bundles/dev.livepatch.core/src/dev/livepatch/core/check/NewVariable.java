package dev.livepatch.core.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;
import dev.livepatch.core.object.VariableInfo;

/**
 * A variable that the patch brings along: the running kernel has none, or another one that the patched code does not use.
 *
 * @param name     in the source
 * @param function that a static local variable is declared in; empty for others
 * @param size     in bytes
 * @param constant whether nothing writes to it
 * @param place    of its declaration in the patched sources; without a file if it is not known
 */
public record NewVariable(String name, String function, long size, boolean constant, SourcePlace place) {

	/** @param output as the differ wrote it */
	static List<NewVariable> in(ObjectFile output, ObjectEvidence evidence) throws IOException {
		List<NewVariable> variables = new ArrayList<>();
		for (Symbol symbol : output.symbols()) {
			Optional<Section> section = symbol.type() == SymbolType.OBJECT && symbol.size() > 0 ? output.section(symbol.section()) : Optional.empty();
			if (section.isPresent() && section.get().allocated() && (section.get().writable() || written(symbol, evidence))) {
				variables.add(of(symbol, !section.get().writable(), evidence));
			}
		}
		return variables.stream().sorted(Comparator.comparing(NewVariable::name).thenComparing(NewVariable::function)).toList();
	}

	/** Constants are copied with the code that uses them: only those are told of that the kernel lacks, and that are the author's, not {@code __func__} and its like. */
	private static boolean written(Symbol constant, ObjectEvidence evidence) throws IOException {
		return !constant.name().startsWith("__") && evidence.originalDebug().variable(constant.name()).isEmpty() && evidence.patchedDebug().variable(constant.name()).isPresent();
	}

	private static NewVariable of(Symbol symbol, boolean constant, ObjectEvidence evidence) throws IOException {
		Optional<VariableInfo> info = evidence.patchedDebug().variable(symbol.name());
		SourcePlace place = info.map(v -> evidence.source().place(new SourceLine(v.file(), v.line()))).orElse(new SourcePlace("", 0));
		return new NewVariable(info.map(VariableInfo::name).orElse(symbol.name()), info.flatMap(VariableInfo::function).orElse(""), symbol.size(), constant, place);
	}
}

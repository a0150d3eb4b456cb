package dev.livepatch.core.object;

import java.util.List;
import java.util.Set;

/** What a unit defines. Immutable. */
final class UnitFacts {
	private final List<FunctionScope> functions;
	private final Set<Long> outOfLine;
	private final List<StaticVariable> variables;
	private final IntervalIndex<FunctionScope> byCode = new IntervalIndex<>();

	/**
	 * @param functions with code, or inlined somewhere, in the order of their entries
	 * @param outOfLine entries of inlined functions that were also compiled on their own
	 */
	UnitFacts(List<FunctionScope> functions, Set<Long> outOfLine, List<StaticVariable> variables) {
		this.functions = List.copyOf(functions);
		this.outOfLine = Set.copyOf(outOfLine);
		this.variables = List.copyOf(variables);
		for (FunctionScope function : functions) {
			function.code().asListed().forEach(range -> byCode.add(range, function));
		}
		byCode.build();
	}

	/** Each function once: a pattern of inlined copies only if it was not compiled on its own too. */
	List<FunctionScope> functions() {
		return functions.stream().filter(function -> !function.code().isEmpty() || !outOfLine.contains((long) function.die())).toList();
	}

	/** The functions with code at this place: one, in sound files. */
	List<FunctionScope> functionsAt(CodePlace place) {
		return byCode.at(place);
	}

	List<StaticVariable> variables() {
		return variables;
	}
}

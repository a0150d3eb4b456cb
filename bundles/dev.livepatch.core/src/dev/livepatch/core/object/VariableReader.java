package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what units say of their variables. Immutable. */
final class VariableReader {
	private final List<VariableInfo> all = new ArrayList<>();
	private final Map<CodePlace, VariableInfo> byPlace = new HashMap<>();
	private final Map<String, VariableInfo> byName = new HashMap<>();

	private VariableReader() {
	}

	static VariableReader read(UnitFinder units, DeclarationReader declarations) throws ObjectFormatException {
		VariableReader reader = new VariableReader();
		for (CompileUnit unit : units.all()) {
			for (StaticVariable variable : unit.facts().variables()) {
				reader.add(variable, declarations);
			}
		}
		return reader;
	}

	private void add(StaticVariable variable, DeclarationReader declarations) throws ObjectFormatException {
		Declaration declaration = declarations.at(variable.die());
		Optional<String> function = variable.function() < 0 ? Optional.empty() : Optional.of(declarations.at(variable.function()).name());
		VariableInfo info = new VariableInfo(declaration.name(), declaration.file(), declaration.line(), function);
		byName.putIfAbsent(info.name(), info);
		// copies of an inlined function mention its static variables again, at the same place; another object's have no place here
		if (variable.place().section() <= 0 || byPlace.putIfAbsent(variable.place(), info) == null) {
			all.add(info);
		}
	}

	List<VariableInfo> all() {
		return Collections.unmodifiableList(all);
	}

	Optional<VariableInfo> at(CodePlace place) {
		return Optional.ofNullable(byPlace.get(place));
	}

	Optional<VariableInfo> named(String symbol) {
		VariableInfo exact = byName.get(symbol);
		return Optional.ofNullable(exact != null ? exact : byName.get(SourceNames.of(symbol)));
	}
}

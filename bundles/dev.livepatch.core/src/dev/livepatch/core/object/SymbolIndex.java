package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The symbols of an object by name and by section. Immutable. */
final class SymbolIndex {
	private final List<Symbol> all;
	private final Map<String, Symbol> byName = new HashMap<>();
	private final Map<Integer, List<Symbol>> bySection = new HashMap<>();

	SymbolIndex(List<Symbol> all) {
		this.all = all;
		for (Symbol symbol : all) {
			if (symbol.type() != SymbolType.SECTION && symbol.type() != SymbolType.FILE) {
				byName.merge(symbol.name(), symbol, (first, next) -> rank(next) > rank(first) ? next : first);
			}
			if (symbol.defined()) {
				bySection.computeIfAbsent(symbol.section(), index -> new ArrayList<>()).add(symbol);
			}
		}
		bySection.values().forEach(symbols -> symbols.sort(Comparator.comparingLong(Symbol::value)));
	}

	private static int rank(Symbol symbol) {
		return (symbol.section() == Symbol.UNDEFINED ? 0 : 2) + (symbol.binding() == SymbolBinding.LOCAL ? 0 : 1);
	}

	List<Symbol> all() {
		return all;
	}

	Optional<Symbol> named(String name) {
		return Optional.ofNullable(byName.get(name));
	}

	List<Symbol> in(int section) {
		return Collections.unmodifiableList(bySection.getOrDefault(section, List.of()));
	}
}

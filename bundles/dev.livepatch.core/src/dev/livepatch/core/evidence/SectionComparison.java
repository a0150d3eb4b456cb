package dev.livepatch.core.evidence;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;
import dev.livepatch.core.object.SymbolType;

/**
 * One section of the two objects, symbol by symbol: by their names without the compiler's numbers, wherever in the section they stand.
 *
 * @param changes in the patched section's order, removed symbols last
 * @param covered whether the symbols are all there is, so that without changes the section holds the same as before
 */
public record SectionComparison(List<SymbolChange> changes, boolean covered) {

	public SectionComparison {
		changes = List.copyOf(changes);
	}

	/** Whether nothing is added, removed or different: then symbols only stand elsewhere in the section, or bear other numbers. */
	public boolean same() {
		return covered && changes.isEmpty();
	}

	/** @param name of the patched object's section, or of the original's where it is gone */
	static SectionComparison of(ObjectFile original, ObjectFile patched, String name) throws ObjectFormatException {
		Map<String, Deque<Symbol>> before = new HashMap<>();
		boolean covered = true;
		for (Section section : original.sections()) {
			if (Names.plain(section.name()).equals(Names.plain(name))) {
				List<Symbol> symbols = symbols(original, section);
				covered &= covers(original, section, symbols);
				symbols.forEach(s -> before.computeIfAbsent(Names.plain(s.name()), k -> new ArrayDeque<>()).add(s));
			}
		}
		SymbolComparison comparison = new SymbolComparison(original, patched);
		List<SymbolChange> changes = new ArrayList<>();
		for (Section section : patched.sections()) {
			if (Names.plain(section.name()).equals(Names.plain(name))) {
				List<Symbol> symbols = symbols(patched, section);
				covered &= covers(patched, section, symbols);
				for (Symbol after : symbols) {
					Deque<Symbol> candidates = before.getOrDefault(Names.plain(after.name()), new ArrayDeque<>());
					change(comparison, patched, candidates.pollFirst(), after).ifPresent(changes::add);
				}
			}
		}
		before.values().forEach(left -> left.forEach(symbol -> changes.add(new SymbolChange.Removed(symbol))));
		return new SectionComparison(changes, covered);
	}

	private static Optional<SymbolChange> change(SymbolComparison comparison, ObjectFile patched, Symbol before, Symbol after) throws ObjectFormatException {
		if (before == null) {
			return Optional.of(new SymbolChange.Added(after));
		}
		OptionalLong at = comparison.firstDifference(before, after);
		if (at.isEmpty()) {
			return Optional.empty();
		}
		Optional<Relocation> relocation = comparison.firstRelocationDifference(before, after);
		Optional<String> target = relocation.isPresent() ? Optional.of(named(patched, relocation.get().symbol())) : Optional.empty();
		return Optional.of(new SymbolChange.Changed(before, after, at.getAsLong(), target));
	}

	/** The compiler refers to its own file's symbols by their sections; alone in one, the symbol is what is meant. */
	private static String named(ObjectFile object, Symbol referred) throws ObjectFormatException {
		Optional<Section> home = referred.type() == SymbolType.SECTION ? object.section(referred.section()) : Optional.empty();
		List<Symbol> inside = home.isPresent() ? symbols(object, home.get()) : List.of();
		return inside.size() == 1 ? inside.getFirst().name() : referred.name();
	}

	/** With their extents: the labels of assembler macros have no size of their own, and reach up to the next. */
	private static List<Symbol> symbols(ObjectFile object, Section section) throws ObjectFormatException {
		List<Symbol> all = object.symbolsIn(section).stream().filter(s -> s.type() != SymbolType.SECTION).toList();
		List<Symbol> sized = new ArrayList<>();
		for (int i = 0; i < all.size(); i++) {
			Symbol symbol = all.get(i);
			long end = i + 1 < all.size() ? all.get(i + 1).value() : section.size();
			long size = symbol.size() > 0 ? symbol.size() : end - symbol.value();
			if (size > 0 && !alias(symbol, all)) {
				sized.add(new Symbol(symbol.name(), symbol.value(), size, symbol.type(), symbol.binding(), symbol.section()));
			}
		}
		return sized;
	}

	/** {@code module_init} and {@code module_exit} give a static function a second, global name. */
	private static boolean alias(Symbol symbol, List<Symbol> all) {
		return symbol.function() && symbol.binding() != SymbolBinding.LOCAL && all.stream()
				.anyMatch(s -> s.function() && s.binding() == SymbolBinding.LOCAL && s.value() == symbol.value() && s.size() == symbol.size());
	}

	private static boolean covers(ObjectFile object, Section section, List<Symbol> symbols) throws ObjectFormatException {
		if (section.type() == Section.NOBITS || section.executable()) {
			// what lies between functions is padding
			return !symbols.isEmpty();
		}
		ByteBuffer data = object.data(section);
		long end = 0;
		for (Symbol symbol : symbols) {
			for (long at = end; at < Math.min(symbol.value(), data.limit()); at++) {
				if (data.get((int) at) != 0) {
					return false;
				}
			}
			end = Math.max(end, symbol.value() + symbol.size());
		}
		return end >= data.limit() || symbols.isEmpty() && data.limit() == 0;
	}
}

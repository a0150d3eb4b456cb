package dev.livepatch.core.module;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/** Reads the sections {@code .klp.rela.OBJECT.SECTION} (Documentation/livepatch/module-elf-format.rst). */
final class PatchRelocations {
	private static final Pattern NAME = Pattern.compile("\\.klp\\.rela\\.([^.]+)\\.(.+)", Pattern.DOTALL);
	/** {@code Elf64_Rela}: offset, type, symbol, addend. */
	private static final int ENTRY = 24;

	private PatchRelocations() {
	}

	static List<PatchRelocation> read(Pointers pointers) throws ObjectFormatException {
		List<PatchRelocation> all = new ArrayList<>();
		for (Section section : pointers.object().sections()) {
			Matcher name = NAME.matcher(section.name());
			if (name.matches()) {
				add(pointers, section, name.group(1), name.group(2), all);
			}
		}
		all.sort(Comparator.comparing(PatchRelocation::object).thenComparing(PatchRelocation::section).thenComparingLong(PatchRelocation::offset));
		return all;
	}

	private static void add(Pointers pointers, Section table, String object, String target, List<PatchRelocation> all) throws ObjectFormatException {
		ObjectFile file = pointers.object();
		Optional<Section> home = file.section(target);
		ByteBuffer data = file.data(table);
		List<Symbol> symbols = file.symbols();
		for (int at = 0; at <= data.limit() - ENTRY; at += ENTRY) {
			long offset = data.getLong(at);
			int index = data.getInt(at + 12);
			if (index <= 0 || index > symbols.size()) {
				throw file.damaged(table, at, "relocation to symbol " + Integer.toUnsignedString(index) + " of " + symbols.size());
			}
			Symbol symbol = symbols.get(index - 1);
			Optional<Symbol> function = home.isEmpty() ? Optional.empty() : pointers.functionAt(new Pointers.Place(home.get(), offset));
			Optional<PatchSymbol> klp = PatchSymbol.of(symbol);
			all.add(new PatchRelocation(object, target, offset, function.map(Symbol::name).orElse(""), klp.map(PatchSymbol::object).orElse(""), PatchSymbol.plain(symbol),
					klp.map(PatchSymbol::sympos).orElse(0L), data.getInt(at + 8)));
		}
	}
}

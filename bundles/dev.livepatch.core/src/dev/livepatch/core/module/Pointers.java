package dev.livepatch.core.module;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;

/** Follows the pointers in the data of an object that is not linked yet: each is a relocation. */
record Pointers(ObjectFile object) {
	/** The kernel's own limit for names of symbols is 512, for those of modules 56. */
	private static final int LONGEST_TEXT = 1024;
	private static final int MOST_LABELS = 64;

	/** A place in the object. */
	record Place(Section section, long offset) {
		Place plus(long bytes) {
			return new Place(section, offset + bytes);
		}
	}

	/** Where the pointer at a place leads; empty if it is null, or leads out of the object. */
	Optional<Place> follow(Place pointer) throws ObjectFormatException {
		Optional<Relocation> relocation = object.relocation(pointer.section(), pointer.offset());
		return relocation.isEmpty() ? Optional.empty() : target(relocation.get().symbol(), relocation.get().addend());
	}

	/** The place of a symbol, or so many bytes behind it. */
	Optional<Place> target(Symbol symbol, long addend) {
		return object.section(symbol.section()).map(section -> new Place(section, symbol.value() + addend));
	}

	/** The text that the pointer at a place leads to; empty if there is none. */
	Optional<String> text(Place pointer) throws ObjectFormatException {
		Optional<Place> target = follow(pointer);
		if (target.isEmpty()) {
			return Optional.empty();
		}
		ByteBuffer data = object.data(target.get().section());
		long start = target.get().offset();
		int end = Math.clamp(start, 0, data.limit());
		while (end < data.limit() && end - start < LONGEST_TEXT && data.get(end) != 0) {
			end++;
		}
		if (start < 0 || end <= start) {
			return Optional.empty();
		}
		byte[] text = new byte[(int) (end - start)];
		data.get((int) start, text);
		return Optional.of(new String(text, StandardCharsets.UTF_8));
	}

	/** The symbol that the pointer at a place leads to the beginning of, also one outside the object. */
	Optional<Symbol> symbol(Place pointer) throws ObjectFormatException {
		Optional<Relocation> relocation = object.relocation(pointer.section(), pointer.offset());
		if (relocation.isEmpty() || relocation.get().symbol().type() != SymbolType.SECTION && relocation.get().addend() == 0) {
			return relocation.map(Relocation::symbol);
		}
		Optional<Place> target = target(relocation.get().symbol(), relocation.get().addend());
		return target.isEmpty() ? Optional.empty() : object.symbolsIn(target.get().section()).stream().filter(s -> s.function() && s.value() == target.get().offset()).findFirst();
	}

	/** The number at a place; 0 if the section ends before. */
	long number(Place place) throws ObjectFormatException {
		ByteBuffer data = object.data(place.section());
		return place.offset() < 0 || place.offset() > data.limit() - Long.BYTES ? 0 : data.getLong((int) place.offset());
	}

	/** The function that holds a place of the code. */
	Optional<Symbol> functionAt(Place place) throws ObjectFormatException {
		List<Symbol> symbols = object.symbolsIn(place.section());
		int from = 0;
		int to = symbols.size();
		while (from < to) {
			int middle = from + to >>> 1;
			if (symbols.get(middle).value() <= place.offset()) {
				from = middle + 1;
			} else {
				to = middle;
			}
		}
		// labels within the function, and its other names, come behind it
		for (int i = from - 1; i >= 0 && from - i <= MOST_LABELS; i--) {
			Symbol symbol = symbols.get(i);
			if (symbol.function() && place.offset() - symbol.value() < symbol.size()) {
				return Optional.of(symbol);
			}
		}
		return Optional.empty();
	}
}

package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The symbols of {@code .symtab}, by index, read on demand (ELF gABI, chapter 4, "Symbol Table"). */
final class SymbolTable {
	private static final int ENTRY = 24;
	private static final int SHN_LORESERVE = 0xff00;
	private static final int SHN_XINDEX = 0xffff;
	private final Bytes bytes;
	private final StringTable names;
	private final Optional<Bytes> extendedIndices;
	private final List<Section> sections;

	/** @param extendedIndices of {@code SHT_SYMTAB_SHNDX}, in files with more than 65,279 sections */
	SymbolTable(Bytes bytes, StringTable names, Optional<Bytes> extendedIndices, List<Section> sections) {
		this.bytes = bytes;
		this.names = names;
		this.extendedIndices = extendedIndices;
		this.sections = sections;
	}

	int count() {
		return bytes.size() / ENTRY;
	}

	long value(int index) throws ObjectFormatException {
		return bytes.i64(at(index) + 8);
	}

	/** As in {@link Symbol#section()}. */
	int section(int index) throws ObjectFormatException {
		int section = bytes.u16(at(index) + 6);
		if (section == SHN_XINDEX && extendedIndices.isPresent()) {
			section = extendedIndices.get().i32(index * 4);
		} else if (section >= SHN_LORESERVE) {
			return (short) section;
		}
		if (section < 0 || section > sections.size()) {
			throw bytes.damaged(at(index), "symbol in section " + Integer.toUnsignedString(section) + " of " + sections.size());
		}
		return section;
	}

	Symbol symbol(int index) throws ObjectFormatException {
		int at = at(index);
		int info = bytes.u8(at + 4);
		int section = section(index);
		SymbolType type = SymbolType.of(info & 0xf);
		String name = type == SymbolType.SECTION && section > 0 ? sections.get(section - 1).name() : names.at(Integer.toUnsignedLong(bytes.i32(at)));
		return new Symbol(name, value(index), bytes.i64(at + 16), type, SymbolBinding.of(info >> 4), section);
	}

	/** All but the empty symbol 0, in the table's order. */
	List<Symbol> all() throws ObjectFormatException {
		List<Symbol> all = new ArrayList<>(count());
		for (int i = 1; i < count(); i++) {
			all.add(symbol(i));
		}
		return Collections.unmodifiableList(all);
	}

	private int at(int index) throws ObjectFormatException {
		if (index < 0 || index >= count()) {
			throw bytes.damaged(0, "symbol " + Integer.toUnsignedString(index) + " of " + count());
		}
		return index * ENTRY;
	}
}

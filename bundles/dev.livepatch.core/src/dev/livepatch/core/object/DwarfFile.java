package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.List;

/** The debug sections of an object, each read when first needed, and what its units share. Safe for several threads. */
final class DwarfFile {

	private record Abbreviated(long offset, UnitFormat format, Abbreviations abbreviations) {
	}

	private final ObjectFile object;
	private final boolean linked;
	private final AddressSpace addressSpace;
	private final Lazy<DebugSection> info = section(".debug_info");
	private final Lazy<DebugSection> abbreviations = section(".debug_abbrev");
	private final Lazy<DebugSection> line = section(".debug_line");
	private final Lazy<DebugSection> ranges = section(".debug_ranges");
	private final Lazy<DebugSection> rangeLists = section(".debug_rnglists");
	private final Lazy<DebugSection> addresses = section(".debug_addr");
	private final Lazy<DebugSection> stringOffsets = section(".debug_str_offsets");
	private final Lazy<StringTable> strings = strings(".debug_str");
	private final Lazy<StringTable> lineStrings = strings(".debug_line_str");
	private final Lazy<Budget> abbreviationBudget = new Lazy<>(() -> new Budget(abbreviations.get().bytes(), 16));
	private final Lazy<Budget> rangeBudget = new Lazy<>(() -> new Budget(
			(ranges.get().bytes().size() > rangeLists.get().bytes().size() ? ranges : rangeLists).get().bytes(), 16));
	private final Lazy<Budget> lineBudget = new Lazy<>(() -> new Budget(line.get().bytes(), 4));
	/** Units of type information share the table of the unit before them. */
	private volatile Abbreviated last;

	DwarfFile(ObjectFile object) {
		this.object = object;
		this.linked = !object.relocatable();
		this.addressSpace = new AddressSpace(object);
	}

	private Lazy<DebugSection> section(String name) {
		return new Lazy<>(() -> DebugSection.read(object(), addressSpace(), name));
	}

	private Lazy<StringTable> strings(String name) {
		return new Lazy<>(() -> new StringTable(DebugSection.read(object(), addressSpace(), name).bytes()));
	}

	ObjectFile object() {
		return object;
	}

	private AddressSpace addressSpace() {
		return addressSpace;
	}

	/** Where an address of a linked file lies; an object's numbers are no addresses. */
	CodePlace place(long address) {
		return linked ? addressSpace.place(address) : new CodePlace(Symbol.ABSOLUTE, address);
	}

	DebugSection info() throws ObjectFormatException {
		return info.get();
	}

	DebugSection line() throws ObjectFormatException {
		return line.get();
	}

	DebugSection ranges() throws ObjectFormatException {
		return ranges.get();
	}

	DebugSection rangeLists() throws ObjectFormatException {
		return rangeLists.get();
	}

	DebugSection addresses() throws ObjectFormatException {
		return addresses.get();
	}

	DebugSection stringOffsets() throws ObjectFormatException {
		return stringOffsets.get();
	}

	StringTable strings() throws ObjectFormatException {
		return strings.get();
	}

	StringTable lineStrings() throws ObjectFormatException {
		return lineStrings.get();
	}

	Budget rangeBudget() throws ObjectFormatException {
		return rangeBudget.get();
	}

	Budget lineBudget() throws ObjectFormatException {
		return lineBudget.get();
	}

	Abbreviations abbreviations(long offset, UnitFormat format) throws ObjectFormatException {
		Abbreviated known = last;
		if (known == null || known.offset() != offset || !known.format().equals(format)) {
			known = new Abbreviated(offset, format, Abbreviations.read(abbreviations.get().bytes(), offset, format, abbreviationBudget.get()));
			last = known;
		}
		return known.abbreviations();
	}

	/** All units that describe code, in the file's order. */
	List<CompileUnit> units() throws ObjectFormatException {
		List<CompileUnit> units = new ArrayList<>();
		UnitReader reader = new UnitReader(this);
		for (Unit unit = reader.next(); unit != null; unit = reader.next()) {
			if (unit.describesCode()) {
				units.add(CompileUnit.read(unit));
			}
		}
		return units;
	}
}

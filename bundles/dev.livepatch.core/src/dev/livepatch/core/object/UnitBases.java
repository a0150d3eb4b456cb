package dev.livepatch.core.object;

/**
 * Where a unit's own parts of the tables shared by all units begin (DWARF 5 §3.1.1), and the address its ranges count from.
 *
 * @param stringOffsets in {@code .debug_str_offsets}
 * @param addresses     in {@code .debug_addr}
 * @param rangeLists    in {@code .debug_rnglists}
 * @param low           the unit's {@code DW_AT_low_pc}
 */
record UnitBases(long stringOffsets, long addresses, long rangeLists, CodePlace low) {
	private static final CodePlace NO_LOW = new CodePlace(Symbol.ABSOLUTE, 0);

	/** Without the attributes, the tables begin after their header: 8 bytes, or 16 in the 64-bit format (DWARF 5 §7.26, §7.27). */
	static UnitBases read(Unit unit, DieCursor root) throws ObjectFormatException {
		long header = unit.format().version() < 5 ? 0 : 2L * unit.format().offsetSize();
		UnitBases tables = new UnitBases(base(root, Dwarf.AT_STR_OFFSETS_BASE, header), base(root, Dwarf.AT_ADDR_BASE, header),
				base(root, Dwarf.AT_RNGLISTS_BASE, header + unit.format().offsetSize()), NO_LOW);
		CodePlace low = new AttributeReader(root, tables).place(Dwarf.AT_LOW_PC);
		// a low_pc of 0 stands for "see the ranges", but in vmlinux the per-CPU data are at address 0
		boolean code = low != null && unit.dwarf().object().section(low.section()).filter(Section::executable).isPresent();
		return !code ? tables : new UnitBases(tables.stringOffsets, tables.addresses, tables.rangeLists, low);
	}

	private static long base(DieCursor root, int attribute, long otherwise) throws ObjectFormatException {
		int index = root.find(attribute);
		return index < 0 ? otherwise : root.value(index);
	}
}

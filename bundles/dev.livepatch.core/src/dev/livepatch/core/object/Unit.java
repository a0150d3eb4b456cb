package dev.livepatch.core.object;

/**
 * A unit header of {@code .debug_info} (DWARF 5 §7.5.1) and the file it is in.
 *
 * @param offset    of the header in the section
 * @param firstDie  offset of the unit's own debugging entry
 * @param end       offset after the unit
 * @param type      {@code DW_UT_…}; 1 (compile) before DWARF 5
 */
record Unit(DwarfFile dwarf, int offset, int firstDie, int end, UnitFormat format, int type, Abbreviations abbreviations) {

	/** Whether it describes code, rather than a single type or the place of split debug information. */
	boolean describesCode() {
		return type != Dwarf.UT_TYPE && type != Dwarf.UT_SPLIT_TYPE;
	}

	DieCursor cursor() throws ObjectFormatException {
		return cursor(firstDie);
	}

	/** @param at offset of a debugging entry in this unit */
	DieCursor cursor(long at) throws ObjectFormatException {
		return new DieCursor(this, dwarf.info().bytes().reader(at, end));
	}
}

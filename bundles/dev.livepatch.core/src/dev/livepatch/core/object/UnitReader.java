package dev.livepatch.core.object;

/** Walks the unit headers of {@code .debug_info} (DWARF 5 §7.5.1, DWARF 4 §7.5.1.1). For one thread. */
final class UnitReader {
	private static final int DWARF64 = 0xffff_ffff;
	private final DwarfFile dwarf;
	private final ByteReader reader;

	UnitReader(DwarfFile dwarf) throws ObjectFormatException {
		this.dwarf = dwarf;
		this.reader = dwarf.info().bytes().reader(0);
	}

	/** The next unit, or null after the last. */
	Unit next() throws ObjectFormatException {
		if (reader.atEnd()) {
			return null;
		}
		int offset = reader.position();
		long length = reader.u32();
		boolean dwarf64 = (int) length == DWARF64;
		if (dwarf64) {
			length = reader.u64();
		}
		int end = reader.position() + reader.size(length);
		int version = reader.u16();
		if (version < 2 || version > 5) {
			throw reader.damaged("DWARF version " + version + "; versions 2 to 5 are known");
		}
		Unit unit = header(offset, end, new UnitFormat(dwarf64, version));
		if (unit.firstDie() > end) {
			throw reader.damaged("unit shorter than its header");
		}
		reader.seek(end);
		return unit;
	}

	private Unit header(int offset, int end, UnitFormat format) throws ObjectFormatException {
		int type = format.version() >= 5 ? reader.u8() : 1;
		int addressSize = format.version() >= 5 ? reader.u8() : 0;
		long abbreviations = reader.offset(format.dwarf64());
		if (format.version() < 5) {
			addressSize = reader.u8();
		}
		if (addressSize != UnitFormat.ADDRESS_SIZE) {
			throw reader.damaged("addresses of " + addressSize + " bytes");
		}
		switch (type) {
			case Dwarf.UT_SKELETON, Dwarf.UT_SPLIT_COMPILE -> reader.skip(8);
			case Dwarf.UT_TYPE, Dwarf.UT_SPLIT_TYPE -> reader.skip(8 + format.offsetSize());
			default -> reader.skip(0);
		}
		return new Unit(dwarf, offset, reader.position(), end, format, type, dwarf.abbreviations(abbreviations, format));
	}
}

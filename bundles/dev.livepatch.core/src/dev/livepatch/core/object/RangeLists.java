package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.ArrayList;
import java.util.List;

/** Range lists: {@code .debug_rnglists} (DWARF 5 §2.17.3, §7.25, §7.28) and {@code .debug_ranges} (DWARF 4 §2.17.3). */
final class RangeLists {
	private final AttributeReader attributes;
	private final Unit unit;
	private final UnitBases bases;
	private final DwarfFile dwarf;
	private final List<CodeRange> ranges = new ArrayList<>();

	RangeLists(AttributeReader attributes, Unit unit, UnitBases bases) {
		this.attributes = attributes;
		this.unit = unit;
		this.bases = bases;
		this.dwarf = unit.dwarf();
	}

	/** @param indexed whether {@code value} is an index into the unit's table of offsets, not an offset */
	CodeRanges read(long value, boolean indexed) throws ObjectFormatException {
		if (unit.format().version() < 5) {
			readPairs(dwarf.ranges(), value);
		} else {
			readEntries(indexed ? offset(value) : value);
		}
		return ranges.isEmpty() ? CodeRanges.NONE : new CodeRanges(ranges);
	}

	private long offset(long index) throws ObjectFormatException {
		ByteReader reader = dwarf.rangeLists().bytes().reader(bases.rangeLists());
		reader.skip(index < 0 || index > Integer.MAX_VALUE ? -1 : index * unit.format().offsetSize());
		return bases.rangeLists() + reader.offset(unit.format().dwarf64());
	}

	private void readEntries(long offset) throws ObjectFormatException {
		ByteReader reader = dwarf.rangeLists().bytes().reader(offset);
		CodePlace base = bases.low();
		while (true) {
			int start = reader.position();
			int kind = reader.u8();
			switch (kind) {
				case RLE_END_OF_LIST -> {
					return;
				}
				case RLE_BASE_ADDRESSX -> base = attributes.indexedPlace(reader.uleb());
				case RLE_STARTX_ENDX -> between(attributes.indexedPlace(reader.uleb()), attributes.indexedPlace(reader.uleb()));
				case RLE_STARTX_LENGTH -> add(attributes.indexedPlace(reader.uleb()), 0, reader.uleb());
				case RLE_OFFSET_PAIR -> pair(base, reader.uleb(), reader.uleb());
				case RLE_BASE_ADDRESS -> base = address(dwarf.rangeLists(), reader);
				case RLE_START_END -> between(address(dwarf.rangeLists(), reader), address(dwarf.rangeLists(), reader));
				case RLE_START_LENGTH -> add(address(dwarf.rangeLists(), reader), 0, reader.uleb());
				default -> throw reader.damaged("unknown range list entry " + kind);
			}
			dwarf.rangeBudget().spend(reader.position() - start, start);
		}
	}

	private static CodePlace address(DebugSection section, ByteReader reader) throws ObjectFormatException {
		int at = reader.position();
		reader.skip(UnitFormat.ADDRESS_SIZE);
		return section.place(at);
	}

	/** Pairs of numbers: both 0 without a symbol end the list, the greatest number sets the base, others count from the base unless a symbol is added. */
	private void readPairs(DebugSection section, long offset) throws ObjectFormatException {
		ByteReader reader = section.bytes().reader(offset);
		CodePlace base = bases.low();
		while (true) {
			int at = reader.position();
			long low = reader.u64();
			long high = reader.u64();
			boolean symbols = section.relocatedAt(at) || section.relocatedAt(at + UnitFormat.ADDRESS_SIZE);
			if (low == 0 && high == 0 && !symbols) {
				return;
			} else if (low == -1) {
				base = section.place(at + UnitFormat.ADDRESS_SIZE);
			} else if (symbols) {
				between(section.place(at), section.place(at + UnitFormat.ADDRESS_SIZE));
			} else {
				pair(base, low, high);
			}
			dwarf.rangeBudget().spend(2 * UnitFormat.ADDRESS_SIZE, at);
		}
	}

	/** A linked unit of several ranges has the base 0, in no section: the numbers are addresses. */
	private void pair(CodePlace base, long low, long high) {
		CodePlace from = base.section() > 0 ? base : dwarf.place(base.offset() + low);
		add(from, base.section() > 0 ? low : 0, base.section() > 0 ? high : high - low);
	}

	private void between(CodePlace low, CodePlace high) {
		add(new CodePlace(low.section(), 0), low.offset(), high.offset());
	}

	private void add(CodePlace base, long low, long high) {
		if (high > low) {
			ranges.add(new CodeRange(base.section(), base.offset() + low, base.offset() + high));
		}
	}
}

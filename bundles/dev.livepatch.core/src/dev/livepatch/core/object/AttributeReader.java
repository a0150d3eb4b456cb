package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.List;

/** What the attributes of a cursor's current entry mean, by class of value (DWARF 5 §7.5.5). For one thread. */
final class AttributeReader {
	private final DieCursor cursor;
	private final UnitBases bases;
	private final DwarfFile dwarf;
	private final Unit unit;

	AttributeReader(DieCursor cursor, UnitBases bases) {
		this.cursor = cursor;
		this.bases = bases;
		this.unit = cursor.unit();
		this.dwarf = unit.dwarf();
	}

	/** The offset in {@code .debug_info} that a reference within the file stands for, not yet checked; -1 for other forms. */
	static long reference(Unit unit, int form, long value) {
		return switch (form) {
			case FORM_REF1, FORM_REF2, FORM_REF4, FORM_REF8, FORM_REF_UDATA -> value < 0 ? -1 : unit.offset() + value;
			case FORM_REF_ADDR -> value;
			default -> -1;
		};
	}

	boolean has(int attribute) throws ObjectFormatException {
		return cursor.find(attribute) >= 0;
	}

	/** The number, or {@code otherwise} if the entry lacks the attribute. */
	long number(int attribute, long otherwise) throws ObjectFormatException {
		int index = cursor.find(attribute);
		return index < 0 ? otherwise : cursor.value(index);
	}

	/** The number where it is written as one (DWARF 5 §7.5.5, class constant), {@code otherwise} where it is computed or absent. */
	long constant(int attribute, long otherwise) throws ObjectFormatException {
		int index = cursor.find(attribute);
		return index < 0 ? otherwise : switch (cursor.form(index)) {
			case FORM_DATA1, FORM_DATA2, FORM_DATA4, FORM_DATA8, FORM_SDATA, FORM_UDATA, FORM_IMPLICIT_CONST -> cursor.value(index);
			default -> otherwise;
		};
	}

	/** Bytes from the beginning of the type to the member: a number, or an expression that adds one (DWARF 5 §5.7.6, DWARF 2 §5.5.4); 0 in unions. */
	long memberLocation() throws ObjectFormatException {
		int index = cursor.find(AT_DATA_MEMBER_LOCATION);
		if (index < 0 || !Forms.isBlock(cursor.form(index))) {
			return constant(AT_DATA_MEMBER_LOCATION, 0);
		}
		ByteReader expression = dwarf.info().bytes().reader(cursor.position(index), cursor.position(index) + cursor.value(index));
		return !expression.atEnd() && expression.u8() == OP_PLUS_UCONST ? expression.uleb() : 0;
	}

	/** A line number or other number that fits; 0 if absent or out of all proportion. */
	int count(int attribute) throws ObjectFormatException {
		long number = number(attribute, 0);
		return number < 0 || number > Integer.MAX_VALUE ? 0 : (int) number;
	}

	/** The offset of the entry referred to, or -1. */
	long reference(int attribute) throws ObjectFormatException {
		int index = cursor.find(attribute);
		return index < 0 ? -1 : reference(unit, cursor.form(index), cursor.value(index));
	}

	/** The text, or null if there is none in this file. */
	String text(int attribute) throws ObjectFormatException {
		int index = cursor.find(attribute);
		if (index < 0) {
			return null;
		}
		long value = cursor.value(index);
		return switch (cursor.form(index)) {
			case FORM_STRING -> dwarf.info().bytes().text(cursor.position(index));
			case FORM_STRP -> dwarf.strings().at(value);
			case FORM_LINE_STRP -> dwarf.lineStrings().at(value);
			case FORM_STRX, FORM_STRX1, FORM_STRX2, FORM_STRX3, FORM_STRX4, FORM_GNU_STR_INDEX -> dwarf.strings()
					.at(dwarf.stringOffsets().bytes().reader(element(bases.stringOffsets(), value, unit.format().offsetSize()))
							.offset(unit.format().dwarf64()));
			default -> null;
		};
	}

	/** The place that an address stands for, or null if the attribute is absent or no address. */
	CodePlace place(int attribute) throws ObjectFormatException {
		int index = cursor.find(attribute);
		if (index < 0) {
			return null;
		}
		return switch (cursor.form(index)) {
			case FORM_ADDR -> dwarf.info().place(cursor.position(index));
			case FORM_ADDRX, FORM_ADDRX1, FORM_ADDRX2, FORM_ADDRX3, FORM_ADDRX4, FORM_GNU_ADDR_INDEX -> indexedPlace(cursor.value(index));
			default -> null;
		};
	}

	/** Entry of {@code .debug_addr} (DWARF 5 §7.27). */
	CodePlace indexedPlace(long index) throws ObjectFormatException {
		long at = element(bases.addresses(), index, UnitFormat.ADDRESS_SIZE);
		return dwarf.addresses().place(dwarf.addresses().bytes().reader(at).position());
	}

	private static long element(long base, long index, int size) {
		return base < 0 || index < 0 || index > Integer.MAX_VALUE ? -1 : base + index * size;
	}

	/** The place a variable always has: an expression that is a single address (DWARF 5 §2.5.1.1); else null. */
	CodePlace staticLocation() throws ObjectFormatException {
		int index = cursor.find(AT_LOCATION);
		if (index < 0 || !Forms.isBlock(cursor.form(index)) || cursor.value(index) < 2) {
			return null;
		}
		int at = cursor.position(index);
		ByteReader expression = dwarf.info().bytes().reader(at, at + cursor.value(index));
		return switch (expression.u8()) {
			case OP_ADDR -> expression.limit() - at == 1 + UnitFormat.ADDRESS_SIZE ? dwarf.info().place(at + 1) : null;
			case OP_ADDRX, OP_GNU_ADDR_INDEX -> {
				long entry = expression.uleb();
				yield expression.atEnd() ? indexedPlace(entry) : null;
			}
			default -> null;
		};
	}

	/** The entry's code: {@code DW_AT_ranges}, or {@code DW_AT_low_pc} and {@code DW_AT_high_pc} (DWARF 5 §2.17). */
	CodeRanges code() throws ObjectFormatException {
		int ranges = cursor.find(AT_RANGES);
		if (ranges >= 0) {
			boolean indexed = cursor.form(ranges) == FORM_RNGLISTX;
			return new RangeLists(this, unit, bases).read(cursor.value(ranges), indexed);
		}
		CodePlace low = place(AT_LOW_PC);
		int high = cursor.find(AT_HIGH_PC);
		if (low == null || high < 0) {
			return CodeRanges.NONE;
		}
		CodePlace highPlace = place(AT_HIGH_PC);
		long end = highPlace != null ? highPlace.offset() : low.offset() + cursor.value(high);
		return end > low.offset() ? new CodeRanges(List.of(new CodeRange(low.section(), low.offset(), end))) : CodeRanges.NONE;
	}
}

package dev.livepatch.core.object;

import java.util.Arrays;

/**
 * Walks the debugging entries of a unit in the order they are stored (DWARF 5 §2.3, §7.5.2), without an object for each. For one thread.
 * Attributes are decoded only if asked for.
 */
final class DieCursor {
	private final Unit unit;
	private final ByteReader reader;
	private Abbreviation abbreviation;
	private int offset;
	private int depth;
	private int attributesAt;
	private boolean decoded;
	private int[] forms = new int[16];
	private int[] positions = new int[16];
	private long[] values = new long[16];

	DieCursor(Unit unit, ByteReader reader) {
		this.unit = unit;
		this.reader = reader;
	}

	/** Moves to the next entry, a child where there is one. False at the end of the unit. */
	boolean next() throws ObjectFormatException {
		if (abbreviation != null) {
			passAttributes();
			depth += abbreviation.children ? 1 : 0;
			if (depth == 0) {
				return end();
			}
		}
		return advance();
	}

	/** Moves to the next entry that is not inside the current one. */
	boolean nextSibling() throws ObjectFormatException {
		if (!abbreviation.children) {
			return next();
		}
		long sibling = sibling();
		if (sibling >= 0) {
			passAttributes();
			if (sibling < reader.position()) {
				throw reader.damaged("next sibling at 0x" + Long.toHexString(sibling) + " is not ahead");
			}
			reader.seek(sibling);
			return depth == 0 ? end() : advance();
		}
		int start = depth;
		boolean more = next();
		while (more && depth > start) {
			more = next();
		}
		return more;
	}

	private boolean advance() throws ObjectFormatException {
		while (!reader.atEnd()) {
			offset = reader.position();
			long code = reader.uleb();
			if (code != 0) {
				abbreviation = unit.abbreviations().get(code);
				if (abbreviation == null) {
					throw reader.damaged("no abbreviation of code " + Long.toUnsignedString(code));
				}
				attributesAt = reader.position();
				decoded = false;
				return true;
			}
			depth--;
			if (depth <= 0) {
				return end();
			}
		}
		return end();
	}

	private boolean end() throws ObjectFormatException {
		abbreviation = null;
		reader.seek(reader.limit());
		return false;
	}

	private long sibling() throws ObjectFormatException {
		if (abbreviation.siblingAt() != Forms.VARIABLE && !decoded) {
			reader.seek((long) attributesAt + abbreviation.siblingAt());
			long sibling = unit.offset() + reader.u32();
			reader.seek(attributesAt);
			return sibling;
		}
		int index = find(Dwarf.AT_SIBLING);
		return index < 0 ? -1 : AttributeReader.reference(unit, form(index), value(index));
	}

	private void passAttributes() throws ObjectFormatException {
		if (decoded) {
			return;
		}
		decoded = true;
		if (abbreviation.fixedSize() != Forms.VARIABLE) {
			reader.skip(abbreviation.fixedSize());
			return;
		}
		for (int i = 0; i < abbreviation.count(); i++) {
			int size = Forms.fixedSize(abbreviation.form(i), unit.format());
			if (size == Forms.VARIABLE) {
				Forms.skip(reader, abbreviation.form(i), unit.format());
			} else {
				reader.skip(size);
			}
		}
	}

	private void decode() throws ObjectFormatException {
		int count = abbreviation.count();
		if (count > forms.length) {
			forms = Arrays.copyOf(forms, count);
			positions = Arrays.copyOf(positions, count);
			values = Arrays.copyOf(values, count);
		}
		for (int i = 0; i < count; i++) {
			int form = abbreviation.form(i);
			if (form == Dwarf.FORM_INDIRECT) {
				form = Forms.indirect(reader);
			}
			forms[i] = form;
			positions[i] = reader.position();
			values[i] = form == Dwarf.FORM_IMPLICIT_CONST ? abbreviation.constant(i) : Forms.read(reader, form, unit.format());
			if (Forms.isBlock(form)) {
				positions[i] = reader.position();
				reader.skip(values[i]);
			}
		}
		decoded = true;
	}

	Unit unit() {
		return unit;
	}

	/** Of the current entry in {@code .debug_info}. */
	int offset() {
		return offset;
	}

	/** 0 for the entry the cursor began at. */
	int depth() {
		return depth;
	}

	int tag() {
		return abbreviation.tag;
	}

	/** Which of the current entry's attributes it is, or a negative number; decodes them if it is there. */
	int find(int attribute) throws ObjectFormatException {
		int index = abbreviation.indexOf(attribute);
		if (index >= 0 && !decoded) {
			decode();
		}
		return index;
	}

	/** After {@link #find}. */
	int form(int index) {
		return forms[index];
	}

	/** After {@link #find}: the number stored; a block's length. */
	long value(int index) {
		return values[index];
	}

	/** After {@link #find}: where the value is in {@code .debug_info}; a block's first byte. */
	int position(int index) {
		return positions[index];
	}
}

package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The abbreviations of one unit, by code (DWARF 5 §7.5.3). Immutable. */
final class Abbreviations {
	/** gcc counts codes from 1, so that they are looked up by index. */
	private final List<Abbreviation> dense = new ArrayList<>();
	private final Map<Long, Abbreviation> others = new HashMap<>();

	private Abbreviations() {
	}

	static Abbreviations read(Bytes section, long offset, UnitFormat format, Budget budget) throws ObjectFormatException {
		Abbreviations all = new Abbreviations();
		ByteReader reader = section.reader(offset);
		int[] attributes = new int[16];
		int[] forms = new int[16];
		long[] constants = new long[16];
		for (long code = reader.uleb(); code != 0; code = reader.uleb()) {
			int start = reader.position();
			int tag = number(reader);
			boolean children = reader.u8() != 0;
			int count = 0;
			while (true) {
				int attribute = number(reader);
				int form = number(reader);
				if (attribute == 0 && form == 0) {
					break;
				}
				if (count == attributes.length) {
					attributes = Arrays.copyOf(attributes, 2 * count);
					forms = Arrays.copyOf(forms, 2 * count);
					constants = Arrays.copyOf(constants, 2 * count);
				}
				attributes[count] = attribute;
				forms[count] = form;
				constants[count++] = form == Dwarf.FORM_IMPLICIT_CONST ? reader.sleb() : 0;
			}
			budget.spend(reader.position() - start, start);
			all.add(code, new Abbreviation(tag, children, Arrays.copyOf(attributes, count), Arrays.copyOf(forms, count), Arrays.copyOf(constants, count), format));
		}
		return all;
	}

	private static int number(ByteReader reader) throws ObjectFormatException {
		long number = reader.uleb();
		if (number < 0 || number > 0xffff) {
			throw reader.damaged("tag, attribute or form 0x" + Long.toHexString(number));
		}
		return (int) number;
	}

	private void add(long code, Abbreviation abbreviation) {
		if (code == dense.size() + 1) {
			dense.add(abbreviation);
		} else {
			others.putIfAbsent(code, abbreviation);
		}
	}

	/** Null if there is none of this code. */
	Abbreviation get(long code) {
		return code > 0 && code <= dense.size() ? dense.get((int) code - 1) : others.get(code);
	}
}

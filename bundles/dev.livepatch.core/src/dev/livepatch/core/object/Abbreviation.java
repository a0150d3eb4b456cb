package dev.livepatch.core.object;

import java.util.Arrays;

/** The shape that a kind of debugging entry has: its tag and the forms of its attributes (DWARF 5 §7.5.3). Immutable. */
final class Abbreviation {
	final int tag;
	final boolean children;
	private final int[] attributes;
	private final int[] forms;
	private final long[] constants;
	private final int fixedSize;
	private final int siblingAt;

	/** @param constants the values of {@code DW_FORM_implicit_const}, by attribute */
	Abbreviation(int tag, boolean children, int[] attributes, int[] forms, long[] constants, UnitFormat format) {
		this.tag = tag;
		this.children = children;
		this.attributes = attributes;
		this.forms = forms;
		this.constants = constants;
		this.fixedSize = sizeOf(attributes.length, format);
		int sibling = indexOf(Dwarf.AT_SIBLING);
		this.siblingAt = sibling >= 0 && forms[sibling] == Dwarf.FORM_REF4 ? sizeOf(sibling, format) : Forms.VARIABLE;
	}

	private int sizeOf(int count, UnitFormat format) {
		int size = 0;
		for (int i = 0; i < count; i++) {
			int one = Forms.fixedSize(forms[i], format);
			if (one == Forms.VARIABLE) {
				return Forms.VARIABLE;
			}
			size += one;
		}
		return size;
	}

	int count() {
		return attributes.length;
	}

	/** Which attribute it is, or a negative number. */
	int indexOf(int attribute) {
		for (int i = 0; i < attributes.length; i++) {
			if (attributes[i] == attribute) {
				return i;
			}
		}
		return -1;
	}

	int form(int index) {
		return forms[index];
	}

	long constant(int index) {
		return constants[index];
	}

	/** Bytes of all attributes together, or {@link Forms#VARIABLE}. */
	int fixedSize() {
		return fixedSize;
	}

	/** How many bytes after the code the 4-byte reference to the next sibling stands, or {@link Forms#VARIABLE}. */
	int siblingAt() {
		return siblingAt;
	}

	@Override
	public String toString() {
		return "tag 0x" + Integer.toHexString(tag) + " " + Arrays.toString(attributes);
	}
}

package dev.livepatch.core.object;

/**
 * What the size of an attribute value depends on besides its form.
 *
 * @param dwarf64 the 64-bit DWARF format, where offsets take 8 bytes (DWARF 5 §7.4)
 * @param version of DWARF, 2 to 5
 */
record UnitFormat(boolean dwarf64, int version) {
	static final int ADDRESS_SIZE = 8;

	int offsetSize() {
		return dwarf64 ? 8 : 4;
	}
}

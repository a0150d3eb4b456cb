package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

/** How attribute values are stored (DWARF 5 §7.5.5 and §7.5.6). */
final class Forms {
	/** The size is in the data. */
	static final int VARIABLE = -1;

	private Forms() {
	}

	/** Bytes a value takes in {@code .debug_info}, {@link #VARIABLE} if that depends on the value or the form is unknown. */
	static int fixedSize(int form, UnitFormat format) {
		return switch (form) {
			case FORM_FLAG_PRESENT, FORM_IMPLICIT_CONST -> 0;
			case FORM_DATA1, FORM_FLAG, FORM_REF1, FORM_STRX1, FORM_ADDRX1 -> 1;
			case FORM_DATA2, FORM_REF2, FORM_STRX2, FORM_ADDRX2 -> 2;
			case FORM_STRX3, FORM_ADDRX3 -> 3;
			case FORM_DATA4, FORM_REF4, FORM_STRX4, FORM_ADDRX4, FORM_REF_SUP4 -> 4;
			case FORM_DATA8, FORM_REF8, FORM_REF_SIG8, FORM_REF_SUP8 -> 8;
			case FORM_DATA16 -> 16;
			case FORM_ADDR -> UnitFormat.ADDRESS_SIZE;
			case FORM_REF_ADDR -> format.version() == 2 ? UnitFormat.ADDRESS_SIZE : format.offsetSize();
			case FORM_STRP, FORM_LINE_STRP, FORM_SEC_OFFSET, FORM_STRP_SUP, FORM_GNU_REF_ALT, FORM_GNU_STRP_ALT -> format.offsetSize();
			default -> VARIABLE;
		};
	}

	/** Moves over a value whose size is {@link #VARIABLE}. */
	static void skip(ByteReader reader, int form, UnitFormat format) throws ObjectFormatException {
		switch (form) {
			case FORM_STRING -> reader.skipText();
			case FORM_SDATA, FORM_UDATA, FORM_REF_UDATA, FORM_STRX, FORM_ADDRX, FORM_LOCLISTX, FORM_RNGLISTX, FORM_GNU_ADDR_INDEX,
					FORM_GNU_STR_INDEX -> reader.skipLeb();
			case FORM_INDIRECT -> {
				int actual = indirect(reader);
				int size = fixedSize(actual, format);
				if (size == VARIABLE) {
					skip(reader, actual, format);
				} else {
					reader.skip(size);
				}
			}
			default -> reader.skip(blockLength(reader, form));
		}
	}

	/** Reads a number: for texts in place and blocks of 16 bytes, moves over them and gives 0; for blocks, stays at their first byte and gives the length. */
	static long read(ByteReader reader, int form, UnitFormat format) throws ObjectFormatException {
		switch (form) {
			case FORM_SDATA:
				return reader.sleb();
			case FORM_UDATA, FORM_REF_UDATA, FORM_STRX, FORM_ADDRX, FORM_LOCLISTX, FORM_RNGLISTX, FORM_GNU_ADDR_INDEX, FORM_GNU_STR_INDEX:
				return reader.uleb();
			case FORM_FLAG_PRESENT:
				return 1;
			case FORM_STRING:
				reader.skipText();
				return 0;
			default:
				int size = fixedSize(form, format);
				return size == VARIABLE ? reader.size(blockLength(reader, form)) : number(reader, size);
		}
	}

	private static long number(ByteReader reader, int size) throws ObjectFormatException {
		return switch (size) {
			case 1 -> reader.u8();
			case 2 -> reader.u16();
			case 3 -> reader.u24();
			case 4 -> reader.u32();
			case 8 -> reader.u64();
			default -> {
				reader.skip(size);
				yield 0;
			}
		};
	}

	static boolean isBlock(int form) {
		return form == FORM_EXPRLOC || form == FORM_BLOCK || form == FORM_BLOCK1 || form == FORM_BLOCK2 || form == FORM_BLOCK4;
	}

	private static long blockLength(ByteReader reader, int form) throws ObjectFormatException {
		return switch (form) {
			case FORM_EXPRLOC, FORM_BLOCK -> reader.uleb();
			case FORM_BLOCK1 -> reader.u8();
			case FORM_BLOCK2 -> reader.u16();
			case FORM_BLOCK4 -> reader.u32();
			default -> throw reader.damaged("unknown attribute form 0x" + Integer.toHexString(form));
		};
	}

	/** The form that stands in the data, itself neither indirect nor without data (DWARF 5 §7.5.3). */
	static int indirect(ByteReader reader) throws ObjectFormatException {
		long form = reader.uleb();
		if (form == FORM_INDIRECT || form == FORM_IMPLICIT_CONST || form < 0 || form > 0xffff) {
			throw reader.damaged("unknown attribute form 0x" + Long.toHexString(form) + " in the data");
		}
		return (int) form;
	}
}

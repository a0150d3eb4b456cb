package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The header of a line number program (DWARF 5 §6.2.4, DWARF 4 §6.2.4). Immutable.
 *
 * @param program         offset of the first opcode in {@code .debug_line}
 * @param end             offset after the last
 * @param minimum         length of an instruction
 * @param lineBase        what special opcodes add to the line at least
 * @param lineRange       how many lines special opcodes can tell apart
 * @param standardLengths number of operands of each standard opcode
 */
record LineHeader(int program, int end, int minimum, int lineBase, int lineRange, int[] standardLengths, FileTable files) {
	static final LineHeader NONE = new LineHeader(0, 0, 1, 0, 1, new int[0], new FileTable(null, 1, List.of(), List.of()));

	static LineHeader read(DwarfFile dwarf, long offset) throws ObjectFormatException {
		ByteReader start = dwarf.line().bytes().reader(offset);
		long length = start.u32();
		boolean dwarf64 = length == 0xffff_ffffL;
		if (dwarf64) {
			length = start.u64();
		}
		int end = start.position() + start.size(length);
		ByteReader reader = dwarf.line().bytes().reader(start.position(), end);
		int version = reader.u16();
		if (version < 2 || version > 5) {
			throw reader.damaged("line table of version " + version + "; versions 2 to 5 are known");
		}
		if (version >= 5 && reader.u16() != UnitFormat.ADDRESS_SIZE) {
			throw reader.damaged("addresses that are not of 8 bytes, or have segments");
		}
		long headerLength = reader.offset(dwarf64);
		int program = reader.position() + reader.size(headerLength);
		int minimum = reader.u8();
		reader.skip(version >= 4 ? 2 : 1); // operations in an instruction, and whether lines are statements at first
		int lineBase = reader.s8();
		int lineRange = reader.u8();
		int[] lengths = new int[Math.max(0, reader.u8() - 1)];
		for (int i = 0; i < lengths.length; i++) {
			lengths[i] = reader.u8();
		}
		FileTable files = version >= 5 ? described(dwarf, reader, new UnitFormat(dwarf64, version)) : plain(dwarf, reader);
		return new LineHeader(program, end, minimum, lineBase, lineRange, lengths, files);
	}

	String path(long file) throws ObjectFormatException {
		return files.path(file);
	}

	/** DWARF 4 §6.2.4, items 11 and 12. */
	private static FileTable plain(DwarfFile dwarf, ByteReader reader) throws ObjectFormatException {
		List<FileTable.Name> directories = new ArrayList<>();
		for (int at = reader.position(); reader.u8() != 0; at = reader.position()) {
			reader.skipText();
			directories.add(new FileTable.Name(Dwarf.FORM_STRING, 0, at, 0));
		}
		List<FileTable.Name> files = new ArrayList<>();
		for (int at = reader.position(); reader.u8() != 0; at = reader.position()) {
			reader.seek(at);
			reader.skipText();
			files.add(new FileTable.Name(Dwarf.FORM_STRING, 0, at, reader.uleb()));
			reader.skipLeb();
			reader.skipLeb();
		}
		return new FileTable(dwarf, 1, directories, files);
	}

	/** DWARF 5 §6.2.4, items 13 to 20. */
	private static FileTable described(DwarfFile dwarf, ByteReader reader, UnitFormat format) throws ObjectFormatException {
		List<FileTable.Name> directories = entries(reader, format);
		return new FileTable(dwarf, 0, directories, entries(reader, format));
	}

	private static List<FileTable.Name> entries(ByteReader reader, UnitFormat format) throws ObjectFormatException {
		int[] description = new int[2 * reader.u8()];
		for (int i = 0; i < description.length; i++) {
			long number = reader.uleb();
			description[i] = number < 0 || number > 0xffff ? 0xffff : (int) number;
		}
		int count = reader.size(reader.uleb());
		List<FileTable.Name> entries = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int start = reader.position();
			entries.add(entry(reader, format, description));
			if (reader.position() == start) {
				throw reader.damaged("files described by nothing: " + Arrays.toString(description));
			}
		}
		return entries;
	}

	private static FileTable.Name entry(ByteReader reader, UnitFormat format, int[] description) throws ObjectFormatException {
		FileTable.Name name = new FileTable.Name(0, 0, reader.position(), 0);
		long directory = 0;
		for (int i = 0; i < description.length; i += 2) {
			int form = description[i + 1];
			int at = reader.position();
			long value = Forms.read(reader, form, format);
			if (Forms.isBlock(form)) {
				reader.skip(value);
			}
			if (description[i] == Dwarf.LNCT_PATH) {
				name = new FileTable.Name(form, value, at, 0);
			} else if (description[i] == Dwarf.LNCT_DIRECTORY_INDEX) {
				directory = value;
			}
		}
		return new FileTable.Name(name.form(), name.value(), name.position(), directory);
	}
}

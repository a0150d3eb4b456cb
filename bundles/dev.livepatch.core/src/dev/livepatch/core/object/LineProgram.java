package dev.livepatch.core.object;

/** Runs a line number program (DWARF 5 §6.2.5). For one thread. */
final class LineProgram {
	private static final int LNS_COPY = 1;
	private static final int LNS_ADVANCE_PC = 2;
	private static final int LNS_ADVANCE_LINE = 3;
	private static final int LNS_SET_FILE = 4;
	private static final int LNS_CONST_ADD_PC = 8;
	private static final int LNS_FIXED_ADVANCE_PC = 9;
	private static final int LNE_END_SEQUENCE = 1;
	private static final int LNE_SET_ADDRESS = 2;

	private final DebugSection section;
	private final LineHeader header;
	private final LineTable table;
	private final ByteReader reader;
	private int codeSection;
	private long address;
	private int file;
	private int line;

	LineProgram(DwarfFile dwarf, LineHeader header, LineTable table) throws ObjectFormatException {
		this.section = dwarf.line();
		this.header = header;
		this.table = table;
		this.reader = section.bytes().reader(header.program(), header.end());
		dwarf.lineBudget().spend(header.end() - header.program(), header.program());
	}

	void run() throws ObjectFormatException {
		reset();
		int opcodeBase = header.standardLengths().length + 1;
		while (!reader.atEnd()) {
			int opcode = reader.u8();
			if (opcode >= opcodeBase) {
				special(opcode - opcodeBase);
			} else if (opcode == 0) {
				extended();
			} else {
				standard(opcode);
			}
		}
	}

	private void reset() {
		codeSection = Symbol.ABSOLUTE;
		address = 0;
		file = 1;
		line = 1;
	}

	/** DWARF 5 §6.2.5.1. */
	private void special(int adjusted) throws ObjectFormatException {
		advance(adjusted / range());
		line += header.lineBase() + adjusted % range();
		table.row(address, file, line);
	}

	private int range() throws ObjectFormatException {
		if (header.lineRange() == 0) {
			throw reader.damaged("special opcode in a program with a line range of 0");
		}
		return header.lineRange();
	}

	private void advance(long operations) {
		address += operations * header.minimum();
	}

	/** DWARF 5 §6.2.5.2; those not named here set registers that are of no use to us. */
	private void standard(int opcode) throws ObjectFormatException {
		switch (opcode) {
			case LNS_COPY -> table.row(address, file, line);
			case LNS_ADVANCE_PC -> advance(reader.uleb());
			case LNS_ADVANCE_LINE -> line += (int) reader.sleb();
			case LNS_SET_FILE -> file = Math.clamp(reader.uleb(), 0, Integer.MAX_VALUE);
			case LNS_CONST_ADD_PC -> advance((255 - header.standardLengths().length - 1) / range());
			case LNS_FIXED_ADVANCE_PC -> address += reader.u16();
			default -> {
				for (int i = header.standardLengths()[opcode - 1]; i > 0; i--) {
					reader.skipLeb();
				}
			}
		}
	}

	/** DWARF 5 §6.2.5.3; unknown ones are passed over by their length. */
	private void extended() throws ObjectFormatException {
		int length = reader.size(reader.uleb());
		int next = reader.position() + length;
		if (length == 0) {
			return;
		}
		int opcode = reader.u8();
		if (opcode == LNE_END_SEQUENCE) {
			table.endSequence(codeSection, address);
			reset();
		} else if (opcode == LNE_SET_ADDRESS) {
			if (length != 1 + UnitFormat.ADDRESS_SIZE) {
				throw reader.damaged("address of " + (length - 1) + " bytes");
			}
			CodePlace place = section.place(reader.position());
			if (place.section() != codeSection) {
				table.endSequence(codeSection, address);
				codeSection = place.section();
			}
			address = place.offset();
		}
		reader.seek(next);
	}
}

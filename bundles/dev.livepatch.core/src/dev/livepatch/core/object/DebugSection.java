package dev.livepatch.core.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A debug section with its relocations applied. In a linked file, or without relocations, it is a view of the file; else a copy.
 * The relocations are kept, since only they tell which section of an object an address is in. Immutable.
 */
final class DebugSection {
	private final ObjectFile object;
	private final AddressSpace addresses;
	private final Bytes bytes;
	private final RelocationTable relocations;

	private DebugSection(ObjectFile object, AddressSpace addresses, Bytes bytes, RelocationTable relocations) {
		this.object = object;
		this.addresses = addresses;
		this.bytes = bytes;
		this.relocations = relocations;
	}

	/** An empty one if the object has no such section. */
	static DebugSection read(ObjectFile object, AddressSpace addresses, String name) throws ObjectFormatException {
		Optional<Section> section = object.section(name);
		if (section.isEmpty()) {
			return new DebugSection(object, addresses, new Bytes(object.file().toString(), name, ByteBuffer.allocate(0)), null);
		}
		Bytes raw = object.bytes(section.get());
		RelocationTable relocations = object.relocatable() ? object.relocationTable(section.get()) : null;
		if (relocations == null || relocations.count() == 0) {
			return new DebugSection(object, addresses, raw, relocations);
		}
		return new DebugSection(object, addresses, new Bytes(object.file().toString(), name, relocated(object, raw, relocations)), relocations);
	}

	/** Calculations of the x86-64 psABI, table 4.9; sections of an object lie at address 0, as linkers and debuggers take it. */
	private static ByteBuffer relocated(ObjectFile object, Bytes raw, RelocationTable relocations) throws ObjectFormatException {
		ByteBuffer copy = ByteBuffer.allocate(raw.size()).order(ByteOrder.LITTLE_ENDIAN);
		copy.put(raw.buffer()).clear();
		SymbolTable symbols = object.symbolTable();
		for (int i = 0; i < relocations.count(); i++) {
			int offset = relocations.offset(i);
			int size = size(raw, offset, relocations.type(i));
			if (offset > copy.limit() - size) {
				throw raw.damaged(offset, "relocation of " + size + " bytes reaches past the end");
			}
			long value = symbols.value(relocations.symbol(i)) + relocations.addend(i) - (pcRelative(relocations.type(i)) ? offset : 0);
			if (size == 8) {
				copy.putLong(offset, value);
			} else if (size == 4) {
				copy.putInt(offset, (int) value);
			}
		}
		return copy;
	}

	private static int size(Bytes raw, int offset, int type) throws ObjectFormatException {
		return switch (type) {
			case Relocation.R_X86_64_64, Relocation.R_X86_64_PC64, Relocation.R_X86_64_DTPOFF64 -> 8;
			case Relocation.R_X86_64_32, Relocation.R_X86_64_32S, Relocation.R_X86_64_PC32, Relocation.R_X86_64_PLT32, Relocation.R_X86_64_DTPOFF32 -> 4;
			case Relocation.R_X86_64_NONE -> 0;
			default -> throw raw.damaged(offset, "relocation of unknown type " + Integer.toUnsignedString(type));
		};
	}

	private static boolean pcRelative(int type) {
		return type == Relocation.R_X86_64_PC32 || type == Relocation.R_X86_64_PLT32 || type == Relocation.R_X86_64_PC64;
	}

	Bytes bytes() {
		return bytes;
	}

	/** Whether a symbol was added to the value at this offset. */
	boolean relocatedAt(long offset) {
		return relocations != null && relocations.find(offset) >= 0;
	}

	/** The place that the 8-byte address at this offset stands for. */
	CodePlace place(int offset) throws ObjectFormatException {
		long address = bytes.i64(offset);
		int relocation = relocations == null ? -1 : relocations.find(offset);
		if (relocation >= 0) {
			return new CodePlace(object.symbolTable().section(relocations.symbol(relocation)), address);
		}
		return object.relocatable() ? new CodePlace(Symbol.ABSOLUTE, address) : addresses.place(address);
	}
}

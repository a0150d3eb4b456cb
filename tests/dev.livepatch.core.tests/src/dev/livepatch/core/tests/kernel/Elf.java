package dev.livepatch.core.tests.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A section of an ELF file in the making. */
record Elf(String name, int type, byte[] content) {
	static final int PROGBITS = 1;
	static final int STRTAB = 3;
	static final int NOTE = 7;

	static Elf text(String name, String content) {
		return new Elf(name, PROGBITS, content.getBytes(StandardCharsets.ISO_8859_1));
	}

	/** The bytes of a linked x86-64 file. */
	static byte[] file(List<Elf> given) {
		List<Elf> sections = new ArrayList<>(given);
		StringBuilder names = new StringBuilder("\0");
		List<Integer> nameOffsets = new ArrayList<>();
		for (Elf section : given) {
			nameOffsets.add(names.length());
			names.append(section.name()).append('\0');
		}
		nameOffsets.add(names.length());
		names.append(".shstrtab\0");
		sections.add(new Elf(".shstrtab", STRTAB, names.toString().getBytes(StandardCharsets.US_ASCII)));
		int contents = sections.stream().mapToInt(s -> s.content().length).sum();
		int table = 64 + contents + 7 & -8;
		ByteBuffer out = ByteBuffer.allocate(table + 64 * (sections.size() + 1)).order(ByteOrder.LITTLE_ENDIAN);
		out.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).put(6, (byte) 1);
		out.putShort(16, (short) 2).putShort(18, (short) 62).putInt(20, 1).putLong(40, table);
		out.putShort(52, (short) 64).putShort(58, (short) 64).putShort(60, (short) (sections.size() + 1)).putShort(62, (short) sections.size());
		int at = 64;
		for (int i = 0; i < sections.size(); i++) {
			Elf section = sections.get(i);
			int header = table + 64 * (i + 1);
			out.putInt(header, nameOffsets.get(i)).putInt(header + 4, section.type());
			out.putLong(header + 24, at).putLong(header + 32, section.content().length).putLong(header + 48, 1);
			out.put(at, section.content());
			at += section.content().length;
		}
		return out.array();
	}
}

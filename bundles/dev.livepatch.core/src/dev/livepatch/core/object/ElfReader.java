package dev.livepatch.core.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the file header and the section headers (ELF gABI, chapter 4), and checks that every section lies within the file. */
final class ElfReader {
	private static final int EHDR_SIZE = 64;
	private static final int SHDR_SIZE = 64;
	private static final int ELF_MAGIC = 0x464c457f;
	private static final int CLASS_64_LITTLE_ENDIAN = 0x0102;
	private static final int ET_REL = 1;
	private static final int EM_X86_64 = 62;
	private static final int SHN_XINDEX = 0xffff;
	/** Up to here a file is copied rather than mapped: cheap, and safe from a writer that truncates it. */
	private static final int COPIED = 8 << 20;

	private final Bytes file;
	private boolean relocatable;
	private final List<Section> sections = new ArrayList<>();
	private final List<Integer> links = new ArrayList<>();
	private final List<Integer> infos = new ArrayList<>();

	private ElfReader(Bytes file) {
		this.file = file;
	}

	static ElfReader read(Path path) throws IOException {
		return read(path.toString(), load(path));
	}

	static ElfReader read(String name, ByteBuffer contents) throws ObjectFormatException {
		ElfReader reader = new ElfReader(new Bytes(name, "", contents));
		reader.readHeaders();
		return reader;
	}

	private static ByteBuffer load(Path path) throws IOException {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
			long size = channel.size();
			if (size > Integer.MAX_VALUE) {
				throw new ObjectFormatException(path.toString(), "", 0, "larger than 2 GiB");
			}
			if (size > COPIED) {
				return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
			}
			ByteBuffer copy = ByteBuffer.allocate((int) size);
			while (copy.hasRemaining() && channel.read(copy) >= 0) {
				// until all is read
			}
			return copy.flip();
		}
	}

	private void readHeaders() throws ObjectFormatException {
		if (file.size() < EHDR_SIZE || file.i32(0) != ELF_MAGIC) {
			throw file.damaged(0, "not an ELF file");
		}
		if (file.u16(4) != CLASS_64_LITTLE_ENDIAN || file.u16(18) != EM_X86_64) {
			throw file.damaged(4, "not a 64-bit x86 object");
		}
		relocatable = file.u16(16) == ET_REL;
		long table = file.i64(40);
		if (table == 0) {
			return;
		}
		if (file.u16(58) != SHDR_SIZE || table < 0 || table > file.size() - SHDR_SIZE) {
			throw file.damaged(40, "the section headers are outside the file, or of an unknown size");
		}
		// with more sections than 16 bits can count, the number and the index of the names are in the empty section 0
		long count = file.u16(60) != 0 ? file.u16(60) : file.i64((int) table + 32);
		int names = file.u16(62) != SHN_XINDEX ? file.u16(62) : file.i32((int) table + 40);
		if (count < 0 || count > (file.size() - table) / SHDR_SIZE) {
			throw file.damaged(60, "there is no room for " + Long.toUnsignedString(count) + " section headers");
		}
		if (names < 0 || names >= count) {
			throw file.damaged(62, "the section names are in section " + Integer.toUnsignedString(names) + " of " + count);
		}
		StringTable text = new StringTable(names == 0 ? file.slice(".shstrtab", 0, 0) : contents((int) table, names));
		for (int i = 1; i < count; i++) {
			addSection((int) table + i * SHDR_SIZE, i, names == 0 ? "" : text.at(Integer.toUnsignedLong(file.i32((int) table + i * SHDR_SIZE))));
		}
	}

	private Bytes contents(int table, int index) throws ObjectFormatException {
		int header = table + index * SHDR_SIZE;
		return file.slice(".shstrtab", file.i64(header + 24), file.i64(header + 32));
	}

	private void addSection(int header, int index, String name) throws ObjectFormatException {
		Section section = new Section(index, name, file.i32(header + 4), file.i64(header + 8), file.i64(header + 16), file.i64(header + 24),
				file.i64(header + 32), file.i64(header + 48));
		if (section.size() < 0 || section.type() != Section.NOBITS && (section.offset() < 0 || section.offset() > file.size() - section.size())) {
			throw file.damaged(header, "section " + name + " of 0x" + Long.toHexString(section.size()) + " bytes reaches past the end of the file");
		}
		sections.add(section);
		links.add(file.i32(header + 40));
		infos.add(file.i32(header + 44));
	}

	/** Whether it is an object to be linked ({@code ET_REL}), with offsets where a linked file has addresses. */
	boolean relocatable() {
		return relocatable;
	}

	List<Section> sections() {
		return Collections.unmodifiableList(sections);
	}

	/** {@code sh_link}: the section this one refers to, not yet checked. */
	int link(Section section) {
		return links.get(section.index() - 1);
	}

	/** {@code sh_info}: of relocations, the section they apply to; not yet checked. */
	int info(Section section) {
		return infos.get(section.index() - 1);
	}

	/** The section's bytes in the file; none for {@link Section#NOBITS}. */
	Bytes raw(Section section) throws ObjectFormatException {
		return section.type() == Section.NOBITS ? file.slice(section.name(), 0, 0) : file.slice(section.name(), section.offset(), section.size());
	}
}

package dev.livepatch.core.object;

/**
 * A section header (ELF gABI, chapter 4, "Sections").
 *
 * @param index     in the section header table, from 1
 * @param type      {@code SHT_…}
 * @param flags     {@code SHF_…}
 * @param address   in memory; 0 in relocatable objects
 * @param offset    in the file
 * @param size      in bytes, in the file (compressed sections: the compressed size) or in memory for {@link #NOBITS}
 * @param alignment a power of two, or 0
 */
public record Section(int index, String name, int type, long flags, long address, long offset, long size, long alignment) {
	/** {@code SHT_NOBITS}: occupies memory and no bytes of the file. */
	public static final int NOBITS = 8;
	static final int SYMTAB = 2;
	static final int RELA = 4;
	static final int NOTE = 7;
	static final int SYMTAB_SHNDX = 18;
	private static final long SHF_WRITE = 1;
	private static final long SHF_ALLOC = 2;
	private static final long SHF_EXECINSTR = 4;
	private static final long SHF_COMPRESSED = 0x800;

	/** Whether the section is part of the running kernel's memory ({@code SHF_ALLOC}). */
	public boolean allocated() {
		return (flags & SHF_ALLOC) != 0;
	}

	public boolean writable() {
		return (flags & SHF_WRITE) != 0;
	}

	public boolean executable() {
		return (flags & SHF_EXECINSTR) != 0;
	}

	public boolean compressed() {
		return (flags & SHF_COMPRESSED) != 0;
	}
}

package dev.livepatch.core.object;

/**
 * A relocation with addend (ELF gABI, chapter 4, "Relocation").
 *
 * @param offset in the section it applies to
 * @param type   {@code R_X86_64_…} (x86-64 psABI, table 4.9)
 * @param symbol the referred symbol, often a section's
 */
public record Relocation(long offset, int type, Symbol symbol, long addend) {
	public static final int R_X86_64_NONE = 0;
	public static final int R_X86_64_64 = 1;
	public static final int R_X86_64_PC32 = 2;
	public static final int R_X86_64_PLT32 = 4;
	public static final int R_X86_64_32 = 10;
	public static final int R_X86_64_32S = 11;
	static final int R_X86_64_DTPOFF64 = 17;
	static final int R_X86_64_DTPOFF32 = 21;
	public static final int R_X86_64_PC64 = 24;
}

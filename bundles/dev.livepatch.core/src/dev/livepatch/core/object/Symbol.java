package dev.livepatch.core.object;

/**
 * A symbol (ELF gABI, chapter 4, "Symbol Table").
 *
 * @param name    a section symbol, which has no name of its own, bears its section's
 * @param value   offset in the section in relocatable objects, else an address
 * @param size    in bytes; 0 if unknown
 * @param section index of the section it is defined in, {@link #UNDEFINED}, {@link #ABSOLUTE}, {@link #COMMON} or another negative number (reserved)
 */
public record Symbol(String name, long value, long size, SymbolType type, SymbolBinding binding, int section) {
	/** {@code SHN_UNDEF}: defined in another object. */
	public static final int UNDEFINED = 0;
	/** {@code SHN_ABS} as a signed number, so that it is no section's index. */
	public static final int ABSOLUTE = (short) 0xfff1;
	/** {@code SHN_COMMON} as a signed number. */
	public static final int COMMON = (short) 0xfff2;

	/** Whether a section of the object holds it. */
	public boolean defined() {
		return section > 0;
	}

	public boolean function() {
		return type == SymbolType.FUNCTION;
	}
}

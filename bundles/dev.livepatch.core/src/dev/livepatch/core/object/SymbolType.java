package dev.livepatch.core.object;

/** What a symbol stands for: {@code STT_…} (ELF gABI, chapter 4, "Symbol Table"). */
public enum SymbolType {
	NOTYPE, OBJECT, FUNCTION, SECTION, FILE, COMMON, TLS, OTHER;

	static SymbolType of(int value) {
		return value < OTHER.ordinal() ? values()[value] : OTHER;
	}
}

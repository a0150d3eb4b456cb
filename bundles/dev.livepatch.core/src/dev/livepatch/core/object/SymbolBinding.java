package dev.livepatch.core.object;

/** Who can see a symbol: {@code STB_…} (ELF gABI, chapter 4, "Symbol Table"). */
public enum SymbolBinding {
	LOCAL, GLOBAL, WEAK, OTHER;

	static SymbolBinding of(int value) {
		return value < OTHER.ordinal() ? values()[value] : OTHER;
	}
}

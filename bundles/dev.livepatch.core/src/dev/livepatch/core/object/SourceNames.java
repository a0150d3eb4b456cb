package dev.livepatch.core.object;

/** From a symbol's name to the name in the source. */
public final class SourceNames {

	private SourceNames() {
	}

	/** Without what compilers append after a dot: {@code .isra.0}, {@code .constprop.0}, {@code .part.0}, {@code .cold}, {@code .12}, {@code .llvm.…}; C has no dots in names. */
	public static String of(String symbol) {
		int dot = symbol.indexOf('.');
		return dot > 0 ? symbol.substring(0, dot) : symbol;
	}
}

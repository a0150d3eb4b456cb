package dev.livepatch.core.object;

/**
 * What the source says of a function or variable.
 *
 * @param name           empty if it has none
 * @param file           as in the line table; empty if unknown
 * @param line           0 if unknown
 * @param declaredInline whether a function has the {@code inline} keyword, as far as the compiler recorded it
 * @param noReturn       whether a function is declared never to return
 */
record Declaration(String name, String file, int line, boolean declaredInline, boolean noReturn) {
	static final Declaration UNKNOWN = new Declaration("", "", 0, false, false);
}

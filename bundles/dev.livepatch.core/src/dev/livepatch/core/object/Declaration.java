package dev.livepatch.core.object;

/**
 * What the source says of a function or variable.
 *
 * @param name           empty if it has none
 * @param file           as in the line table; empty if unknown
 * @param line           0 if unknown
 * @param declaredInline whether a function has the {@code inline} keyword, as far as the compiler recorded it
 */
record Declaration(String name, String file, int line, boolean declaredInline) {
	static final Declaration UNKNOWN = new Declaration("", "", 0, false);
}

package dev.livepatch.core.object;

/**
 * What callers of a function have to know of it.
 *
 * @param name     in the source
 * @param file     of the definition, as in {@link SourceLine#file()}
 * @param line     of the definition's beginning; 0 if unknown
 * @param external whether other objects can call it by name
 * @param text     the type as C writes it, for instance {@code int (struct file *, loff_t)}
 * @param resolved the same without typedefs and qualifiers: equal texts mean functions that are called alike
 */
public record FunctionSignature(String name, String file, int line, boolean external, String text, String resolved) {
}

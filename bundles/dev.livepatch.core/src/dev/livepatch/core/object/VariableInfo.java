package dev.livepatch.core.object;

import java.util.Optional;

/**
 * A variable with a place of its own in memory: global, or static.
 *
 * @param name     in the source, without {@code .12} and the like
 * @param file     of the declaration, as in {@link SourceLine#file()}
 * @param line     of the declaration; 0 if unknown
 * @param function that a static local variable is declared in
 */
public record VariableInfo(String name, String file, int line, Optional<String> function) {
}

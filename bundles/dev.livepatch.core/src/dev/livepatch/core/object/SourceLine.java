package dev.livepatch.core.object;

/**
 * A line of source.
 *
 * @param file as in the line table: absolute, or relative to where the compiler ran; without {@code .} and {@code ..}
 * @param line from 1
 */
public record SourceLine(String file, int line) {
}

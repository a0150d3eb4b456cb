package dev.livepatch.core.finding;

/**
 * A place in the patched sources.
 *
 * @param file relative to the kernel tree
 * @param line from 1; 0 for the whole file
 */
public record SourcePlace(String file, int line) {
}

package dev.livepatch.core.object;

/**
 * One level of the functions inlined into each other at a place of code.
 *
 * @param function name in the source; empty if the place is in no known function
 * @param file     as in {@link SourceLine#file()}; empty if unknown
 * @param line     where the place is in this function: the line itself for the innermost, else that of the call; 0 if it comes from no line
 */
public record Frame(String function, String file, int line) {
}

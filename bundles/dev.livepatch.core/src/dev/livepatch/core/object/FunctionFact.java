package dev.livepatch.core.object;

/**
 * A function of an object.
 *
 * @param fentry whether ftrace, and so a live patch, can redirect it
 */
public record FunctionFact(Symbol symbol, Section section, boolean fentry) {
}

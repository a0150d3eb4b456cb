package dev.livepatch.core.object;

/**
 * A variable with a place of its own in memory.
 *
 * @param die      offset of its entry
 * @param function offset of the entry of the function (or inlined copy's original) it is declared in, or -1
 */
record StaticVariable(int die, CodePlace place, long function) {
}

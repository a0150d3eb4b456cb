package dev.livepatch.core.module;

/**
 * A function that a live patch redirects.
 *
 * @param object   {@code vmlinux} or a module
 * @param function the kernel's, by its symbol
 * @param sympos   which of several symbols of this name in the object, from 1 in the order of their addresses; 0 if there is only one
 * @param newFunction symbol of what it is redirected to; empty where the symbol is not known
 * @param newSize  of the new function in bytes; 0 if unknown
 * @param oldSize  of the kernel's function as the patch was made, in bytes; 0 if unknown
 */
public record PatchedFunction(String object, String function, long sympos, String newFunction, long newSize, long oldSize) {
}

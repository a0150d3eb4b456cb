package dev.livepatch.core.module;

/**
 * A relocation that livepatch itself resolves, to a symbol that need not be exported (Documentation/livepatch/module-elf-format.rst).
 *
 * @param object       whose loading it waits for: {@code vmlinux} or a module
 * @param section      of the module that it applies to
 * @param offset       in that section
 * @param function     that holds the place; empty if it is in none
 * @param symbolObject where the symbol is: {@code vmlinux} or a module; empty for a symbol of the module itself
 * @param sympos       as in {@link PatchedFunction#sympos()}
 * @param type         {@code R_X86_64_…} (x86-64 psABI, table 4.9)
 */
public record PatchRelocation(String object, String section, long offset, String function, String symbolObject, String symbol, long sympos, int type) {
}

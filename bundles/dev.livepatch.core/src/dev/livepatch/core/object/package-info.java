/** ELF objects and their DWARF, read lazily and defensively: objects come from anywhere. */
package dev.livepatch.core.object;

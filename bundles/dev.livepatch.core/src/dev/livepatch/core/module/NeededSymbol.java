package dev.livepatch.core.module;

import java.util.Optional;

/**
 * A symbol that the module expects the kernel, or another module, to export.
 *
 * @param version the checksum of its type that the module was built with ({@code CONFIG_MODVERSIONS}), as {@code 0x} and eight hexadecimal digits
 * @param weak    whether it may be missing
 */
public record NeededSymbol(String name, Optional<String> version, boolean weak) {
}

package dev.livepatch.core.status;

import java.util.Arrays;
import java.util.HexFormat;

import dev.livepatch.core.kernel.ParentObject;

/**
 * Code of a function in an object of the kernel: the function itself, or a variant of it that the compiler made ({@code .constprop}, {@code .isra}, {@code .part}).
 *
 * @param symbol    with the compiler's suffix, if it has one
 * @param object    relative to the build directory
 * @param parent    what the object was linked into
 * @param section   of the code
 * @param size      in bytes
 * @param fentry    whether ftrace can redirect it
 * @param traceable whether the object was compiled so that its functions can be redirected
 * @param entry     the first bytes, at most 16; as compiled, with zeroes where the linker fills in an address
 */
public record CompiledCopy(String symbol, String object, ParentObject parent, String section, long size, boolean fentry, boolean traceable, byte[] entry) {
	/** Bytes that are kept of the beginning. */
	public static final int ENTRY = 16;

	public CompiledCopy {
		entry = entry.clone();
	}

	@Override
	public byte[] entry() {
		return entry.clone();
	}

	/** The first bytes, two digits each. */
	public String entryText() {
		return HexFormat.ofDelimiter(" ").formatHex(entry);
	}

	/** Whether it lies where functions lie that no macro moved elsewhere. */
	boolean ordinary() {
		return section.equals(".text") || section.startsWith(".text.");
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof CompiledCopy o && symbol.equals(o.symbol) && object.equals(o.object) && parent.equals(o.parent) && section.equals(o.section) && size == o.size && fentry == o.fentry
				&& traceable == o.traceable && Arrays.equals(entry, o.entry);
	}

	@Override
	public int hashCode() {
		return 31 * symbol.hashCode() + object.hashCode();
	}
}

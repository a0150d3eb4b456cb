package dev.livepatch.vm.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.ParentObject;

/**
 * A place in the kernel's code as it prints them: {@code symbol+0xoffset/0xsize [module]} ({@code Documentation/core-api/printk-formats.rst}, {@code %pB}).
 *
 * @param symbol with the compiler's suffix, such as {@code .isra.0}
 * @param offset from the symbol, in bytes
 * @param size   up to the next symbol, in bytes
 * @param module {@code vmlinux}, or the module's name with {@code _} for {@code -}
 */
public record CodeAddress(String symbol, long offset, long size, String module) {
	private static final Pattern PRINTED = Pattern.compile("([A-Za-z_][\\w.$]{0,511})\\+0x([0-9a-f]{1,8})/0x([0-9a-f]{1,8})(?:\\s+\\[([\\w-]{1,64})(?: [0-9a-f]+)?\\])?");

	/** Reads the first such place of a line. */
	public static Optional<CodeAddress> in(String line) {
		Matcher m = PRINTED.matcher(line);
		return m.find() ? Optional.of(new CodeAddress(m.group(1), Long.parseLong(m.group(2), 16), Long.parseLong(m.group(3), 16),
				m.group(4) == null ? ParentObject.VMLINUX : m.group(4).replace('-', '_'))) : Optional.empty();
	}

	/** The end of the call that returns to this place, as the entries of a stack do: the place itself may be of the next line already, or the next function. */
	public CodeAddress call() {
		return new CodeAddress(symbol, Math.max(0, offset - 1), size, module);
	}

	/** The function's name in the source: clones and parts that the compiler made of it ({@code .isra.0}, {@code .constprop.0}, {@code .part.0}, {@code .cold}) bear it too. */
	public String function() {
		return function(symbol);
	}

	/** As {@link #function()}, for any symbol's name. */
	public static String function(String symbol) {
		int dot = symbol.indexOf('.', 1);
		return dot < 0 ? symbol : symbol.substring(0, dot);
	}

	@Override
	public String toString() {
		return symbol + "+0x" + Long.toHexString(offset) + "/0x" + Long.toHexString(size) + (module.equals(ParentObject.VMLINUX) ? "" : " [" + module + "]");
	}
}

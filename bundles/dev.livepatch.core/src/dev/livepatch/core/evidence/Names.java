package dev.livepatch.core.evidence;

import java.util.regex.Pattern;

/** Names of symbols and sections without the numbers that the compiler and the kernel's macros give them anew in each version of a file. */
public final class Names {
	private static final Pattern NUMBER = Pattern.compile("\\.\\d+(?=\\.|$)");
	/** {@code __UNIQUE_ID} ({@code include/linux/compiler.h}) ends in {@code __COUNTER__}. */
	private static final Pattern UNIQUE = Pattern.compile("^(__UNIQUE_ID_.*?)\\d+$");
	/** {@code __initcall_id} ({@code include/linux/init.h}): the counter and the line stand before the function. */
	private static final Pattern INITCALL = Pattern.compile("^__initcall__kmod_\\w*?__\\d+_\\d+_(\\w+)$");

	private static final Pattern CLANGS_STATIC = Pattern.compile("^\\w+\\.(?=\\w+$)(?!(?:isra|constprop|part|cold|llvm|lto_priv)$)");

	private Names() {
	}

	/** A variable as the source names it: to a static local one, gcc appends a number, and clang puts its function in front. */
	public static String variable(String symbol) {
		return CLANGS_STATIC.matcher(plain(symbol)).replaceFirst("");
	}

	public static String plain(String name) {
		// string sections' names end in the strings' size and alignment
		String plain = name.contains(".str1.") ? name : NUMBER.matcher(name).replaceAll("");
		return INITCALL.matcher(UNIQUE.matcher(plain).replaceFirst("$1")).replaceFirst("__initcall__$1");
	}
}

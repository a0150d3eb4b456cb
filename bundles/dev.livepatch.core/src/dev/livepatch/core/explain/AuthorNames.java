package dev.livepatch.core.explain;

import dev.livepatch.core.evidence.Names;

/** From what the compiler and the kernel's macros call a thing to what the author calls it. */
final class AuthorNames {

	private AuthorNames() {
	}

	/** A static local without gcc's number; what a boot parameter, export, module parameter, init call or trace event is about, without its macro's prefix. */
	static String of(String symbol) {
		// __define_initcall puts the level behind the function; MODULE_PARM_TYPE makes a second entry for each parameter
		return Names.plain(symbol).replaceFirst("^__UNIQUE_ID_(\\w+)type$", "$1").replaceFirst("^__initcall_+(\\w+?)(early|rootfs|[0-7]s?)$", "$1").replaceFirst("^__(setup_str|setup|ksymtab|kstrtab|kstrtabns|kcrctab|param_str|param|initcall_|exitcall|tracepoint_ptr|tracepoint|tpstrtab|export_symbol|UNIQUE_ID)_", "");
	}

	/** A variable, static local ones by their own name. */
	static String ofVariable(String symbol) {
		return of(Names.variable(symbol));
	}

	/** With -fdata-sections a variable's section ends in its name. */
	static String variableIn(String section) {
		return SectionKind.withoutRela(section).replaceFirst("^\\.(data\\.rel\\.ro\\.local|data\\.rel\\.ro|data\\.rel\\.local|data\\.\\.[a-z_]+|data|bss|rodata)\\.", "");
	}

	/** gcc moves the unlikely part of a function into one of its own; the author knows only the whole. */
	static String whole(String function) {
		return function.replaceFirst("\\.cold(\\.\\d+)?$", "");
	}
}

package dev.livepatch.core.source;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions that the kernel's macros for definitions make of a name. */
final class DefinitionMacro {
	private static final Pattern SYSTEM_CALL = Pattern.compile("(COMPAT_)?SYSCALL(32)?_DEFINE\\dx?");

	private DefinitionMacro() {
	}

	/**
	 * System calls: the function that is entered (arch/x86/include/asm/syscall_wrapper.h), the one that widens the arguments, and the one that holds the body and is inlined into that
	 * (include/linux/syscalls.h); then as they were named before Linux 4.17. Interrupt entries: arch/x86/include/asm/idtentry.h. Helpers of BPF: include/linux/filter.h.
	 */
	static List<String> symbols(String macro, String name) {
		Matcher call = SYSTEM_CALL.matcher(macro);
		if (call.matches()) {
			String kind = call.group(1) == null ? "sys_" : "compat_sys_";
			return call.group(1) == null
					? List.of("__x64_sys_" + name, "__se_sys_" + name, "__do_sys_" + name, "__ia32_sys_" + name, "SyS_" + name, "SYSC_" + name, "sys_" + name)
					: List.of("__ia32_" + kind + name, "__se_" + kind + name, "__do_" + kind + name, "__x64_" + kind + name, "compat_SyS_" + name, "C_SYSC_" + name, kind + name);
		}
		if (macro.startsWith("DEFINE_IDTENTRY")) {
			return List.of(name, "__" + name);
		}
		return macro.startsWith("BPF_CALL_") ? List.of(name, "____" + name) : List.of(name);
	}
}

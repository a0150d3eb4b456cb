package dev.livepatch.core.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.KernelConfig;
import dev.livepatch.core.object.ObjectFile;

/**
 * What a kernel's objects hold for the sake of its build or of a sanitizer, and what changes with lines that nobody edited: left out of both versions of an object, and of what the differ
 * is told of the symbols of its parent.
 */
final class LeftOut {
	/** With asan-globals, a table of all variables and the constructor of it; with asan-stack, strings in the functions: both with the line of each variable (gcc's manual, "Optimize Options"). */
	private static final Pattern SANITIZED_VARIABLES = Pattern.compile("(?<=^|[-=])(asan-globals|asan-stack)=1$");
	/** The table's constructors, as gcc and clang name them. */
	private static final Pattern CONSTRUCTOR = Pattern.compile(" (_sub_[ID]_\\d+_\\d+|asan\\.module_[cd]tor)$");
	/** Names of the tracepoints that a file uses, for a check of the whole kernel (TRACEPOINT_CHECK in include/linux/tracepoint.h, Linux 6.18): vmlinux is linked without them. */
	private static final String TRACEPOINTS = "__tracepoint_check";
	private static final String TRACEPOINT = "__trace_check_";
	/** Where the kernel's own klp-build finds entries of tables (include/linux/annotate.h, Linux 6.19): the differ cannot follow what refers to a table as a whole. */
	private static final String ANNOTATIONS = ".discard.annotate_data";

	private LeftOut() {
	}

	/** An argument of the compiler's without what would describe variables. */
	static String argument(String recorded) {
		return SANITIZED_VARIABLES.matcher(recorded).replaceFirst("$1=0");
	}

	/** Arguments of objcopy with which a compiled object is to be changed in its place; empty if it is to stay as it is. */
	static List<String> from(ObjectFile object) {
		List<String> result = new ArrayList<>();
		if (object.section(TRACEPOINTS).isPresent()) {
			// debug information refers to the section, so that it cannot go
			result.addAll(List.of("--rename-section", TRACEPOINTS + "=.discard." + TRACEPOINTS, "--wildcard", "--strip-unneeded-symbol", TRACEPOINT + "*"));
		}
		if (object.section(ANNOTATIONS).isPresent()) {
			result.addAll(List.of("--remove-section", ANNOTATIONS));
		}
		return List.copyOf(result);
	}

	/** Whether a line of {@code readelf -s --wide} names a symbol that the objects do not have. */
	static boolean symbol(String line, KernelConfig config) {
		return line.contains(" " + TRACEPOINT) || config.enabled("CONFIG_KASAN") && CONSTRUCTOR.matcher(line).find();
	}
}

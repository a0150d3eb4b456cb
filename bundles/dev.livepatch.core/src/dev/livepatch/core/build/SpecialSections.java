package dev.livepatch.core.build;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.livepatch.core.kernel.KernelConfig;
import dev.livepatch.core.process.ToolException;

/**
 * The structures whose tables lie in special sections of x86 objects. create-diff-object takes their sizes from environment variables, and cannot know
 * when one is wrong. Which kernel has which: kpatch-build's {@code find_special_section_data}.
 */
enum SpecialSections {
	ALT("alt_instr", k -> true),
	BUG("bug_entry", k -> k.enabled("CONFIG_GENERIC_BUG")),
	EX("exception_table_entry", k -> true),
	JUMP("jump_entry", k -> k.enabled("CONFIG_JUMP_LABEL")),
	ORC("orc_entry", k -> k.enabled("CONFIG_UNWINDER_ORC")),
	PARA("paravirt_patch_site", k -> k.enabled("CONFIG_PARAVIRT") && before(k, 6, 8)),
	STATIC_CALL("static_call_site", k -> k.enabled("CONFIG_HAVE_STATIC_CALL_INLINE")),
	PRINTK_INDEX("pi_entry", k -> k.enabled("CONFIG_PRINTK_INDEX"));

	private final String struct;
	private final Predicate<Kernel> needed;

	/** What decides. */
	private record Kernel(KernelConfig config, int major, int minor) {
		boolean enabled(String option) {
			return config.enabled(option);
		}
	}

	SpecialSections(String struct, Predicate<Kernel> needed) {
		this.struct = struct;
		this.needed = needed;
	}

	static Set<String> structs() {
		return Arrays.stream(values()).map(s -> s.struct).collect(Collectors.toSet());
	}

	/**
	 * The environment for create-diff-object.
	 *
	 * @param sizes   of those structures that the kernel has, in bytes
	 * @param release as {@code uname -r} prints it
	 * @throws ToolException if a structure is missing that this kernel's configuration asks for
	 */
	static Map<String, String> environment(Map<String, Integer> sizes, KernelConfig config, String release) throws ToolException {
		String[] numbers = release.split("\\D+", 3);
		Kernel kernel = new Kernel(config, number(numbers, 0), number(numbers, 1));
		Map<String, String> result = new LinkedHashMap<>();
		for (SpecialSections section : values()) {
			Integer size = sizes.get(section.struct);
			if (size != null) {
				result.put(section.name() + "_STRUCT_SIZE", size.toString());
			} else if (section.needed.test(kernel)) {
				throw new ToolException("vmlinux's debug information has no struct " + section.struct
						+ ", whose size the differ needs; build the kernel with CONFIG_DEBUG_INFO and keep vmlinux unstripped");
			}
		}
		return result;
	}


	private static int number(String[] numbers, int index) {
		return index < numbers.length && !numbers[index].isEmpty() ? Integer.parseInt(numbers[index]) : 0;
	}

	private static boolean before(Kernel kernel, int major, int minor) {
		return kernel.major < major || kernel.major == major && kernel.minor < minor;
	}
}

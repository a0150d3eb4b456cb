package dev.livepatch.core.explain;

import java.util.List;

import dev.livepatch.core.finding.Rule;

/**
 * What a section's name says about what is in it. Names: {@code include/asm-generic/vmlinux.lds.h}, {@code include/linux/init.h}, {@code arch/x86/kernel/vmlinux.lds.S},
 * and gcc's data sections. The first kind that fits is meant.
 */
enum SectionKind {
	EXIT(Rule.EXIT_CHANGED, ".exit.", ".exitcall", ".memexit"),
	INIT(Rule.INIT_CHANGED, ".init.", ".initcall", ".con_initcall", ".meminit", ".devinit", ".cpuinit", ".x86_cpu_dev.init", ".apicdrivers", ".pci_fixup", "__lsm_info",
			"__early_lsm_info", "__earlycon_table", "__irqchip_of_table"),
	EXPORT(Rule.EXPORT_CHANGED, "__ksymtab", "___ksymtab", "__kcrctab", "___kcrctab", ".export_symbol"),
	MODULE_INFO(Rule.MODULE_INFO_CHANGED, "__param", ".modinfo", "__modver"),
	TRACE_EVENT(Rule.TRACE_EVENT_CHANGED, "__tracepoints", "_ftrace_e", "__syscalls_metadata", "__bpf_raw_tp_map", "__trace_printk_fmt", "__tracepoint_str", "_kprobe_blacklist",
			"_error_injection_whitelist"),
	/** Tables that the compiler and the kernel's assembler macros write beside code: about the code, never for themselves. */
	CODE_TABLE(Rule.SECTION_CHANGED, "__bug_table", ".alt", "__ex_table", ".fixup", ".smp_locks", ".parainstructions", "__jump_table", ".static_call", ".orc_", ".retpoline",
			".return_sites", ".call_sites", ".ibt_endbr", ".cfi_sites", ".printk_index", "__mcount_loc", "__patchable_function_entries", ".kcfi_traps", "runtime_"),
	TEXT(Rule.SHARED_TEXT, ".text", ".sched.text", ".noinstr.text", ".entry.text", ".kprobes.text", ".cpuidle.text", ".lock.text", ".spinlock.text", ".irqentry.text",
			".softirqentry.text", ".ref.text"),
	PER_CPU(Rule.SHARED_DATA, ".data..percpu", ".data.percpu", ".bss..percpu"),
	CONSTANT(Rule.CONST_TABLE_CHANGED, ".rodata", ".data.rel.ro", ".ref.rodata"),
	DATA(Rule.DATA_CHANGED, ".data", ".bss", ".ref.data"),
	OTHER(Rule.SECTION_CHANGED, "");

	private final Rule rule;
	private final List<String> beginnings;

	SectionKind(Rule rule, String... beginnings) {
		this.rule = rule;
		this.beginnings = List.of(beginnings);
	}

	/** What a change of something in such a section usually means. */
	Rule rule() {
		return rule;
	}

	static SectionKind of(String section) {
		String name = withoutRela(section);
		for (SectionKind kind : values()) {
			if (kind.beginnings.stream().anyMatch(name::startsWith)) {
				return kind;
			}
		}
		return OTHER;
	}

	/** {@code .rela.X} holds the references of {@code .X}. */
	static String withoutRela(String section) {
		return section.startsWith(".rela") ? section.substring(".rela".length()) : section;
	}
}

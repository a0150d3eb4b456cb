package dev.livepatch.core.explain;

import java.util.List;

import dev.livepatch.core.finding.Rule;

/** What a section's name says about the kind of change that reached it (names: {@code include/asm-generic/vmlinux.lds.h}, gcc's data sections). */
final class SectionRules {
	private static final List<String> INIT = List.of(".init", ".exit", ".ref.", ".meminit", ".memexit", ".devinit", ".cpuinit", ".con_initcall", ".initcall");
	private static final List<String> CODE = List.of(".sched.text", ".noinstr.text", ".entry.text", ".kprobes.text", ".cpuidle.text", ".lock.text", ".spinlock.text",
			".irqentry.text", ".softirqentry.text", ".text..refcount");

	private SectionRules() {
	}

	static Rule ruleFor(String section) {
		String name = withoutRela(section);
		if (INIT.stream().anyMatch(name::startsWith)) {
			return Rule.INIT_CHANGED;
		}
		if (name.startsWith(".rodata")) {
			return Rule.CONST_TABLE_CHANGED;
		}
		if (name.startsWith(".data") || name.startsWith(".bss")) {
			return name.startsWith(".data.rel.ro") ? Rule.CONST_TABLE_CHANGED : Rule.DATA_CHANGED;
		}
		if (name.startsWith("__ksymtab") || name.startsWith("___ksymtab") || name.startsWith("__kcrctab") || name.startsWith("___kcrctab")) {
			return Rule.EXPORT_CHANGED;
		}
		if (CODE.stream().anyMatch(name::startsWith)) {
			return Rule.NO_FENTRY;
		}
		return Rule.SECTION_CHANGED;
	}

	/** Whether the section tells the author more than the symbol's own change does. */
	static boolean saysMoreThanTheSymbol(Rule rule) {
		return rule == Rule.INIT_CHANGED || rule == Rule.EXPORT_CHANGED;
	}

	/** {@code .rela.X} holds the references of {@code .X}. */
	static String withoutRela(String section) {
		return section.startsWith(".rela") ? section.substring(".rela".length()) : section;
	}
}

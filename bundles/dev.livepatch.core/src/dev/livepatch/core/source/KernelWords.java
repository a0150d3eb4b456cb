package dev.livepatch.core.source;

import java.util.Set;

/** The words of C, and those that the kernel's own headers (compiler_attributes.h, compiler_types.h, init.h, export.h, linkage.h, syscalls.h, module.h) add to it. */
public final class KernelWords {
	private static final Set<String> KEYWORDS = Set.of("auto", "break", "case", "const", "continue", "default", "do", "else", "enum", "extern", "for", "goto", "if", "inline", "register",
			"restrict", "return", "sizeof", "static", "struct", "switch", "typedef", "union", "volatile", "while", "asm", "typeof", "__typeof__", "__asm__", "__volatile__", "__inline__",
			"__inline", "__attribute__", "__extension__", "__auto_type", "__alignof__", "_Alignof", "_Generic", "_Static_assert", "_Noreturn", "_Atomic", "_Thread_local", "__thread",
			"__label__", "offsetof");
	private static final Set<String> TYPES = Set.of("void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "bool", "_Bool", "u8", "u16", "u32", "u64", "s8", "s16",
			"s32", "s64", "__u8", "__u16", "__u32", "__u64", "__s8", "__s16", "__s32", "__s64", "__le16", "__le32", "__le64", "__be16", "__be32", "__be64", "uint", "ulong", "ushort",
			"__int128", "__kernel_size_t", "va_list", "__builtin_va_list", "__poll_t", "__wsum", "__sum16");
	private static final Set<String> LITERALS = Set.of("NULL", "true", "false");
	private static final Set<String> ATTRIBUTES = Set.of("asmlinkage", "notrace", "noinline", "noinline_for_stack", "noinstr", "nokprobe_inline", "__always_inline", "__always_unused",
			"__maybe_unused", "__must_check", "__must_hold", "__acquires", "__releases", "__cond_acquires", "__acquire", "__release", "__init", "__exit", "__initdata", "__exitdata",
			"__initconst", "__exitconst", "__ref", "__refdata", "__refconst", "__meminit", "__meminitdata", "__memexit", "__cpuinit", "__devinit", "__devexit", "__net_init", "__net_exit",
			"__net_initdata", "__init_or_module", "__initdata_or_module", "__initconst_or_module", "__init_memblock", "__initdata_memblock", "__init_or_livepatch", "__initdata_or_meminfo",
			"__sched", "__lockfunc", "__kprobes", "__cpuidle", "__entry_text", "__irq_entry", "__softirq_entry", "__head", "__user", "__kernel", "__iomem", "__percpu", "__rcu", "__force",
			"__bitwise", "__nocast", "__safe", "__private", "__chk_user_ptr", "__used", "__unused", "__weak", "__cold", "__hot", "__pure", "__attribute_const__", "__malloc", "__noreturn",
			"__packed", "__aligned", "__aligned_largest", "__section", "__alias", "__read_mostly", "__ro_after_init", "__cacheline_aligned", "__cacheline_aligned_in_smp",
			"____cacheline_aligned", "____cacheline_aligned_in_smp", "____cacheline_internodealigned_in_smp", "__cacheline_internodealigned_in_smp", "__page_aligned_data",
			"__page_aligned_bss", "__visible", "__latent_entropy", "__noclone", "__randomize_layout", "__no_randomize_layout", "randomized_struct_fields_start",
			"randomized_struct_fields_end", "__no_sanitize_address", "__no_sanitize_memory", "__no_kasan_or_inline", "__no_kcsan", "__no_kcsan_or_inline", "__no_sanitize_or_inline",
			"__no_stack_protector", "__no_profile", "__nocfi", "__noendbr", "__noscs", "__nonstring", "__fallthrough", "fallthrough", "__deprecated", "__gnu_inline", "__flatten",
			"__designated_init", "__printf", "__scanf", "__alloc_size", "__realloc_size", "__assume_aligned", "__cleanup", "__counted_by", "__mode", "__copy", "__error", "__compiletime_error",
			"__compiletime_warning", "__bpf_kfunc", "__signal_frame", "__noinitretpoline", "__setup_param", "__vsyscall", "likely", "unlikely", "module_init", "module_exit", "module_param",
			"module_param_named", "module_param_array", "module_param_cb", "module_param_string", "core_param", "early_param", "__setup", "builtin_platform_driver", "__initcall", "__exitcall",
			"NOKPROBE_SYMBOL", "THIS_MODULE");
	private static final String[] PREFIXES = { "EXPORT_", "SYSCALL_DEFINE", "COMPAT_SYSCALL_DEFINE", "SYSCALL32_DEFINE", "KPATCH_", "KLP_", "MODULE_", "DEFINE_", "DECLARE_", "INIT_", "LIST_HEAD",
			"HLIST_HEAD", "BPF_CALL_", "TRACE_EVENT", "ALLOW_ERROR_INJECTION" };

	private KernelWords() {
	}

	/** What a name is by itself, wherever it stands. */
	static TokenKind kind(String word) {
		if (KEYWORDS.contains(word)) {
			return TokenKind.KEYWORD;
		}
		if (TYPES.contains(word)) {
			return TokenKind.TYPE;
		}
		if (LITERALS.contains(word)) {
			return TokenKind.CONSTANT;
		}
		if (isKernelWord(word)) {
			return TokenKind.KERNEL_WORD;
		}
		return isType(word) ? TokenKind.TYPE : isConstant(word) ? TokenKind.CONSTANT : TokenKind.IDENTIFIER;
	}

	/** Whether it says something about what is declared, and is no name itself. */
	static boolean isAttribute(String word) {
		return ATTRIBUTES.contains(word);
	}

	private static boolean isKernelWord(String word) {
		if (ATTRIBUTES.contains(word) || word.endsWith("_initcall") || word.endsWith("_initcall_sync")) {
			return true;
		}
		if (Character.isUpperCase(word.charAt(0))) {
			for (String prefix : PREFIXES) {
				if (word.startsWith(prefix)) {
					return true;
				}
			}
		}
		return false;
	}

	/** By the convention that POSIX and the kernel name such types by. */
	private static boolean isType(String word) {
		return word.length() > 2 && word.endsWith("_t");
	}

	private static boolean isConstant(String word) {
		boolean capital = false;
		for (int i = 0; i < word.length(); i++) {
			char c = word.charAt(i);
			if (Character.isLowerCase(c)) {
				return false;
			}
			capital |= Character.isUpperCase(c);
		}
		return capital && word.length() > 1;
	}
}

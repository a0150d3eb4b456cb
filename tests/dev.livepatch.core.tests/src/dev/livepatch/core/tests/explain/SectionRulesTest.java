package dev.livepatch.core.tests.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** What reaches the sections that a live patch cannot carry, told by what is in them: by the real differ's refusals on the real kernel's sources. */
class SectionRulesTest {
	private static final String PRINTK = "kernel/printk/printk.c";
	private static final String VERSION = "fs/proc/version.c";
	private static final String FUSE = "fs/fuse/inode.c";
	private static final String FILES = "fs/file_table.c";

	@TempDir
	static Path cache;

	@TempDir
	Path work;

	/** File, rule, the text whose line the finding is on, what it is about, a part of the message, and texts each followed by what replaces it. */
	static Stream<Arguments> edits() {
		String devkmsg = "static unsigned int __read_mostly devkmsg_log = DEVKMSG_LOG_MASK_DEFAULT;\n";
		String control = "\tsize_t len;\n\n\tif (!str)\n\t\treturn -EINVAL;\n\n\tlen = str_has_prefix";
		return Stream.of(
				edit(PRINTK, Rule.SHARED_DATA, "__read_mostly limit", "limit", "is new in the section .data..read_mostly", devkmsg, devkmsg + "static unsigned int __read_mostly limit = 7;\n",
						control, control.replace("!str", "!str || limit++ > 100")),
				edit(PRINTK, Rule.SHARED_DATA, "DEFINE_PER_CPU(int, calls)", "calls", "is new in the section .data..percpu", devkmsg, devkmsg + "static DEFINE_PER_CPU(int, calls);\n",
						control, control.replace("!str", "!str || this_cpu_inc_return(calls) > 100")),
				edit(PRINTK, Rule.SECTION_DETAILS, "__aligned(64) console_waiter", "console_waiter", "another alignment (64 instead of 1 bytes)", "static bool console_waiter;",
						"static bool __aligned(64) console_waiter;"),
				edit(FILES, Rule.DATA_MOVED, "static long old_max = 5;", "old_max", "would move to another section", "static long old_max;", "static long old_max = 5;"),
				edit(FILES, Rule.SECTION_DETAILS, "static long old_max __aligned(64);", "old_max", "another alignment (64 instead of 8 bytes)", "static long old_max;",
						"static long old_max __aligned(64);"),
				edit(FILES, Rule.SYMBOL_UNMATCHED, "static long old_max __read_mostly;", "old_max", "bundle mismatch", "static long old_max;", "static long old_max __read_mostly;"),
				edit(FILES, Rule.EXPORT_CHANGED, "EXPORT_SYMBOL(fput_again);", "fput_again", "is new", "void fput(struct file *file)\n{\n",
						"void fput_again(struct file *file)\n{\n\tbarrier();\n}\n\nvoid fput(struct file *file)\n{\n", "EXPORT_SYMBOL(fput);", "EXPORT_SYMBOL(fput);\nEXPORT_SYMBOL(fput_again);"),
				edit(FILES, Rule.EXPORT_CHANGED, "/* no export */", "fput", "is taken away", "EXPORT_SYMBOL(fput);", "/* no export */"),
				edit(FUSE, Rule.MODULE_INFO_CHANGED, "module_param(tries", "tries", "is new", "module_param_call(max_user_bgreq", "static int tries;\nmodule_param(tries, int, 0644);\nmodule_param_call(max_user_bgreq"),
				edit(FUSE, Rule.MODULE_INFO_CHANGED, "MODULE_LICENSE(\"GPL v2\");", "license", "was read when the module was loaded", "MODULE_LICENSE(\"GPL\");", "MODULE_LICENSE(\"GPL v2\");"),
				edit(FUSE, Rule.INIT_CHANGED, "WRITE_ONCE(max_user_bgreq, 3);", "", "fuse_init changes, but it ran when the module was loaded", "static int __init fuse_init(void)\n{\n",
						"static int __init fuse_init(void)\n{\n\tWRITE_ONCE(max_user_bgreq, 3);\n"),
				edit(FUSE, Rule.EXIT_CHANGED, "WRITE_ONCE(max_user_bgreq, 3);", "", "fuse_exit changes, but exit code is notrace", "static void __exit fuse_exit(void)\n{\n",
						"static void __exit fuse_exit(void)\n{\n\tWRITE_ONCE(max_user_bgreq, 3);\n"),
				edit(VERSION, Rule.INIT_CHANGED, "static int __init added_init(void)", "", "added_init is new in .init.text", "static int __init proc_version_init(void)",
						"static int __init added_init(void)\n{\n\tbarrier();\n\treturn 0;\n}\ncore_initcall(added_init);\nstatic int __init proc_version_init(void)"),
				edit(VERSION, Rule.SECTION_GROUP, "asm(", ".note.mine", "part of a section group", "#include \"internal.h\"",
						"#include \"internal.h\"\nasm(\".pushsection .note.mine,\\\"aG\\\",@progbits,mine,comdat; .long 1; .popsection\");"),
				edit(VERSION, Rule.IGNORED_NAME_MISSING, "KPATCH_IGNORE_FUNCTION(seq_printf);", "", "not a function of this file", "#include \"internal.h\"",
						"#include \"internal.h\"\n#include \"kpatch-macros.h\"\nKPATCH_IGNORE_FUNCTION(seq_printf);"),
				// what is left in its place is a zero, as in a field that is still to be relocated
				edit("fs/proc/fd.c", Rule.CONST_TABLE_CHANGED, "/* no setattr */", "proc_fdinfo_file_inode_operations", "the constant proc_fdinfo_file_inode_operations changes",
						"proc_fdinfo_permission,\n\t.setattr\t= proc_nochmod_setattr,", "proc_fdinfo_permission,\n\t/* no setattr */"),
				// the edit is in a function that is inlined into one without fentry
				edit("arch/x86/mm/fault.c", Rule.NO_FENTRY, "WARN_ON_ONCE(!regs);", "", "exc_page_fault contains a copy of kmmio_fault", "kmmio_fault(struct pt_regs *regs, unsigned long addr)\n{\n",
						"kmmio_fault(struct pt_regs *regs, unsigned long addr)\n{\n\tWARN_ON_ONCE(!regs);\n"));
	}

	@ParameterizedTest(name = "{1}: {0} {2}")
	@MethodSource("edits")
	void toldAtItsLine(String file, Rule rule, String place, String subject, String message, List<String> replacements) throws Exception {
		FileChange.Modified edit = change(file, replacements);
		CheckResult result = check(edit);
		assertEquals(Verdict.UNSUPPORTED, result.verdict(), result.findings().toString());
		int line = lineOf(edit.after(), place);
		Finding finding = result.findings().stream().filter(f -> f.rule() == rule && f.line() == line && f.subject().equals(subject)).findFirst()
				.orElseThrow(() -> new AssertionError("no " + rule.id() + " about " + subject + " at line " + line + " in " + result.findings()));
		assertTrue(finding.message().contains(message), finding.message());
		List<Finding> others = result.findings().stream().filter(f -> f.severity() == Severity.ERROR && f.rule() != rule && f.rule() != Rule.FALSE_ALARM).toList();
		assertEquals(List.of(), others, "one cause, one kind of error");
	}

	@Test
	void switchedOffStackCheckIsToldAtItsMacro() throws Exception {
		String show = "static int version_proc_show(struct seq_file *m, void *v)\n{\n";
		FileChange.Modified edit = change(VERSION, List.of(show, show + "\tseq_puts(m, \"new \");\n", "static int __init proc_version_init",
				"#include \"kpatch-macros.h\"\nKPATCH_FORCE_UNSAFE(version_proc_show);\nstatic int __init proc_version_init"));
		CheckResult result = check(edit);
		assertEquals(Verdict.PATCHABLE, result.verdict(), result.findings().toString());
		Finding finding = result.findings().stream().filter(f -> f.rule() == Rule.FORCED_UNSAFE).findFirst().orElseThrow(() -> new AssertionError(result.findings().toString()));
		assertEquals(lineOf(edit.after(), "KPATCH_FORCE_UNSAFE"), finding.line());
		assertEquals("version_proc_show", finding.function());
	}

	private static FileChange.Modified change(String file, List<String> replacements) {
		FileChange.Modified first = DemoKernel.edit(file, replacements.get(0), replacements.get(1));
		String text = first.after();
		for (int i = 2; i < replacements.size(); i += 2) {
			assertTrue(text.contains(replacements.get(i)), file + " does not contain " + replacements.get(i));
			text = text.replace(replacements.get(i), replacements.get(i + 1));
		}
		return new FileChange.Modified(file, first.before(), text);
	}

	private CheckResult check(FileChange change) throws Exception {
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(new ChangeSet("sections", List.of(change), List.of()), work, CheckProgress.SILENT, Cancellation.NEVER);
	}

	private static Arguments edit(String file, Rule rule, String place, String subject, String message, String... replacements) {
		return Arguments.of(file, rule, place, subject, message, List.of(replacements));
	}

	private static int lineOf(String text, String place) {
		int at = text.indexOf(place);
		assertTrue(at >= 0, "the patched file contains " + place);
		return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
	}
}

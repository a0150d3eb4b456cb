package dev.livepatch.core.tests.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import dev.livepatch.core.differ.DiffOutcome;
import dev.livepatch.core.differ.DiffRequest;
import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.ObjectDiffer;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** Edits to the real kernel's sources, judged by the real differ: each rule at its line. */
class RulesTest {
	private static final String MEMINFO = "fs/proc/meminfo.c";
	private static final String CMDLINE = "fs/proc/cmdline.c";

	@TempDir
	static Path cache;

	@TempDir
	Path work;

	/** File, text replaced, by what, rule, the text whose line in the patched file the finding is on, function. */
	static Stream<Arguments> edits() {
		return Stream.of(
				edit("fs/proc/cmdline.c", "cmdline_proc_show", "cmdline_proc_display", Rule.INIT_CHANGED, "proc_create_single(\"cmdline\"", "proc_cmdline_init"),
				edit("fs/dcache.c", "\"dhash_entries=\"", "\"dhash=\"", Rule.INIT_CHANGED, "\"dhash=\"", ""),
				edit("kernel/time/time.c", "notrace u64 jiffies_64_to_clock_t(u64 x)\n{\n", "notrace u64 jiffies_64_to_clock_t(u64 x)\n{\n\tif (!x)\n\t\treturn 0;\n", Rule.NO_FENTRY,
						"\tif (!x)\n\t\treturn 0;", "jiffies_64_to_clock_t"),
				edit("kernel/trace/trace_clock.c", "return local_clock();", "return local_clock() + 1;", Rule.NO_FENTRY_FILE, "return local_clock() + 1;", ""),
				edit("fs/locks.c", "error = -EBADF;\n\tf = fdget(fd);", "error = -EPERM;\n\tf = fdget(fd);", Rule.SYSCALL_BODY, "error = -EPERM;\n\tf = fdget(fd);", "__do_sys_flock"),
				edit(MEMINFO, "static int meminfo_proc_show", "static notrace int meminfo_proc_show", Rule.FENTRY_LOST, "static notrace int meminfo_proc_show", "meminfo_proc_show"),
				edit("kernel/reboot.c", "static int C_A_D = 1;", "static int C_A_D = 2;", Rule.DATA_CHANGED, "static int C_A_D = 2;", ""),
				edit("fs/proc/array.c", "\"S (sleeping)\"", "\"s (sleeping)\"", Rule.CONST_TABLE_CHANGED, "\"s (sleeping)\"", ""),
				edit("kernel/sysctl.c", "proc_wspace_sep[] = { ' ',", "proc_wspace_sep[] = { ' ', 'x',", Rule.OBJECT_RESIZED, "proc_wspace_sep[] =", ""),
				edit("kernel/printk/printk.c", "static bool console_waiter;", "static bool console_waiter = true;", Rule.DATA_MOVED, "console_waiter = true;", ""),
				edit("fs/file_table.c", "EXPORT_SYMBOL(fput);", "EXPORT_SYMBOL_GPL(fput);", Rule.EXPORT_CHANGED, "EXPORT_SYMBOL_GPL(fput);", ""),
				edit("fs/file_table.c", "\t\told_max = get_nr_files();", "\t\tbarrier();", Rule.STATIC_LOCAL_REMOVED, "\t\tbarrier();", "alloc_empty_file"),
				edit(MEMINFO, "struct sysinfo i;", "static int calls;\n\tstruct sysinfo i;\n\tif (calls++ > 5)\n\t\treturn 0;", Rule.STATIC_LOCAL_NEW, "static int calls;", "meminfo_proc_show"),
				edit("lib/kstrtox.c", "return 0;", "return 1;", Rule.UNSUPPORTED_PATH, "return 1;", ""),
				edit("arch/x86/realmode/init.c", "size_t size = real_mode_size_needed();", "size_t size = 0;", Rule.UNSUPPORTED_PATH, "size_t size = 0;", ""),
				edit("arch/x86/entry/entry_64.S", "\tswapgs\n", "\tswapgs; nop\n", Rule.UNSUPPORTED_PATH, "\tswapgs; nop\n", ""),
				edit(MEMINFO, "struct sysinfo i;", "struct sysinfo i, ;", Rule.COMPILE_ERROR, "struct sysinfo i, ;", ""),
				edit(MEMINFO, "struct sysinfo i;", "struct sysinfo i; int unused;", Rule.COMPILE_WARNING, "int unused;", ""),
				edit(MEMINFO, "struct sysinfo i;", "struct sysinfo i; /* filled below */", Rule.NO_CHANGE, "/* filled below */", ""));
	}

	@ParameterizedTest(name = "{3}: {0}")
	@MethodSource("edits")
	void findingOnItsLine(String file, String from, String to, Rule rule, String place, String function) throws Exception {
		FileChange.Modified edit = DemoKernel.edit(file, from, to);
		CheckResult result = check(edit);
		int line = lineOf(edit.after(), place);
		Finding finding = result.findings().stream().filter(f -> f.rule() == rule && f.line() == line).findFirst()
				.orElseThrow(() -> new AssertionError("no " + rule.id() + " at line " + line + " in " + result.findings()));
		assertEquals(file, finding.file());
		assertEquals(function, finding.function());
		assertEquals(rule.severity(), finding.severity());
		assertTrue(finding.severity() != Severity.ERROR || !finding.fix().isEmpty(), "an error says what to do");
		Verdict expected = switch (rule) {
			case COMPILE_ERROR -> Verdict.FAILED;
			case COMPILE_WARNING, NO_CHANGE -> Verdict.UNCHANGED;
			case FENTRY_LOST, STATIC_LOCAL_NEW -> Verdict.PATCHABLE;
			default -> Verdict.UNSUPPORTED;
		};
		assertEquals(expected, result.verdict(), result.findings().toString());
	}

	@Test
	void fileIncludedByAnotherIsCheckedInItsObject() throws Exception {
		CheckResult result = check(DemoKernel.edit("kernel/sched/rt.c", "rt_rq->rt_time = 0;", "rt_rq->rt_time = 1;"));
		assertEquals(Verdict.PATCHABLE, result.verdict(), result.findings().toString());
		assertEquals("kernel/sched/build_policy.o", result.objects().get(0).path());
		assertEquals("kernel/sched/rt.c", result.placeOf("init_rt_rq").orElseThrow().file());
	}

	@Test
	void objectOfAModuleHasTheModuleAsParent() throws Exception {
		CheckResult result = check(DemoKernel.edit("fs/fuse/dev.c", "req->out.h.error = -EINTR", "req->out.h.error = -EAGAIN"));
		assertEquals(Verdict.PATCHABLE, result.verdict(), result.findings().toString());
		assertEquals("fuse", result.objects().get(0).parent().name());
		assertEquals(List.of("fuse"), result.patchedModules());
	}

	@Test
	void fileThatNoObjectIsMadeFrom() throws Exception {
		CheckResult result = check(new FileChange.Modified("fs/ext4/super.c", "", "int x;\n"));
		assertEquals(Verdict.UNCHANGED, result.verdict());
		assertEquals(List.of(Rule.NOT_IN_KERNEL), result.findings().stream().map(Finding::rule).distinct().toList());
	}

	static Stream<Arguments> withoutObjects() {
		return Stream.of(
				Arguments.of(new FileChange.Added("fs/proc/extra.c", "int extra;\n"), Rule.NEW_SOURCE),
				Arguments.of(new FileChange.Added("fs/proc/extra.h", "int extra;\n"), Rule.NO_CHANGE),
				Arguments.of(new FileChange.Modified("fs/proc/Makefile", "", "proc-y += extra.o\n"), Rule.BUILD_FILE),
				Arguments.of(new FileChange.Modified("drivers/net/Kconfig", "", "config X\n"), Rule.BUILD_FILE),
				Arguments.of(new FileChange.Modified("arch/x86/Makefile.um", "", "X = 1\n"), Rule.BUILD_FILE),
				Arguments.of(new FileChange.Modified("tools/testing/selftests/mm/Makefile", "", "X = 1\n"), Rule.BESIDE_THE_KERNEL),
				Arguments.of(new FileChange.Modified("scripts/mod/modpost.c", "", "int x;\n"), Rule.BESIDE_THE_KERNEL),
				Arguments.of(new FileChange.Added("Documentation/new.rst", "New\n"), Rule.BESIDE_THE_KERNEL),
				Arguments.of(new FileChange.Modified("MAINTAINERS", "", "M: me\n"), Rule.BESIDE_THE_KERNEL),
				Arguments.of(new FileChange.Modified("drivers/net/Kconfiguration.c", "", "int x;\n"), Rule.NOT_IN_KERNEL));
	}

	@ParameterizedTest
	@MethodSource("withoutObjects")
	void whyAFileTakesNoPart(FileChange file, Rule rule) throws Exception {
		CheckResult result = check(file);
		assertEquals(Verdict.UNCHANGED, result.verdict());
		assertEquals(List.of(rule), result.findings().stream().map(Finding::rule).toList());
	}

	@Test
	void aSymbolThatNothingDefinesIsToldWhereItIsUsed() throws Exception {
		FileChange.Modified edit = DemoKernel.edit(CMDLINE, "seq_putc(m, '\\n');", "extern void ends(struct seq_file *);\n\tends(m);");
		CheckResult result = check(edit);
		assertEquals(Verdict.UNSUPPORTED, result.verdict());
		Finding finding = result.findings().getFirst();
		assertEquals(List.of(Rule.UNDEFINED_SYMBOL, "ends", lineOf(edit.after(), "\tends(m);")), List.of(finding.rule(), finding.subject(), finding.line()));
		assertEquals(1, result.findings().size());
	}

	private static final String HELPER = "void ends(struct seq_file *m)\n{\n\tseq_putc(m, '.');\n}\n\n";

	@Test
	void whatAnotherObjectOfThePatchDefinesIsThereAndIsReached() throws Exception {
		CheckResult result = check(DemoKernel.edit(CMDLINE, "seq_putc(m, '\\n');", "extern void ends(struct seq_file *);\n\tends(m);"),
				DemoKernel.edit("fs/proc/version.c", "static int version_proc_show", "extern void middle(struct seq_file *m);\n" + HELPER.replace("seq_putc(m, '.')", "middle(m)") + "static int version_proc_show"),
				DemoKernel.edit("fs/proc/uptime.c", "static int uptime_proc_show", HELPER.replace("ends", "middle") + "static int uptime_proc_show"));
		assertEquals(List.of(), result.findings().stream().filter(f -> f.severity() != Severity.INFO).toList());
		assertEquals(Verdict.PATCHABLE, result.verdict());
	}

	@Test
	void whatNothingOfThePatchCallsIsInVain() throws Exception {
		FileChange.Modified helper = DemoKernel.edit("fs/proc/version.c", "static int version_proc_show", HELPER + "static int version_proc_show");
		CheckResult alone = check(helper);
		assertEquals(Verdict.UNSUPPORTED, alone.verdict());
		assertEquals(List.of(Severity.ERROR), alone.findings().stream().filter(f -> f.rule() == Rule.NOTHING_REDIRECTED).map(Finding::severity).toList());
		CheckResult besides = check(helper, DemoKernel.edit(CMDLINE, "seq_putc(m, '\\n');", "seq_putc(m, '.');"));
		assertEquals(Verdict.PATCHABLE, besides.verdict());
		Finding finding = besides.findings().stream().filter(f -> f.rule() == Rule.NOTHING_REDIRECTED).findFirst().orElseThrow();
		assertEquals(Severity.WARNING, finding.severity());
		assertTrue(finding.message().endsWith("nothing that is patched calls what is new, ends"), finding::message);
		assertEquals(List.of(finding), besides.objects().stream().filter(o -> o.path().equals("fs/proc/version.o")).flatMap(o -> o.findings().stream()).filter(f -> f.rule() == Rule.NOTHING_REDIRECTED).toList());
	}

	@Test
	void whatTheConfigurationLeavesOutIsToldOnceForEachCondition() throws Exception {
		String path = "arch/x86/kernel/cpu/proc.c";
		FileChange.Modified edit = new FileChange.Modified(path, DemoKernel.text(path), DemoKernel.text(path).replace("#include \"cpu.h\"\n", "#include \"cpu.h\"\n\n")
				.replace("\t\t   \"coma_bug\\t: %s\\n\"\n", "").replace("f00f_bug", "f0_bug").replace("\"processor\\t: %u\\n\"", "\"processor\\t: %u.\\n\""));
		CheckResult result = check(edit);
		assertEquals(Verdict.PATCHABLE, result.verdict());
		List<Finding> told = result.findings().stream().filter(f -> f.rule() == Rule.NOT_COMPILED || f.rule() == Rule.EDITED_NOT_PATCHED).toList();
		int condition = lineOf(edit.after(), "#ifdef CONFIG_X86_32");
		assertEquals(List.of("not compiled for this kernel, by “#ifdef CONFIG_X86_32” (line " + condition + "): CONFIG_X86_32 is not set"), told.stream().map(Finding::message).toList());
		assertEquals(lineOf(edit.after(), "\t\t   \"f0_bug\\t: %s\\n\""), told.getFirst().line());
	}

	/** kpatch 0.9.10; one that refuses the change instead has mended it. */
	@Test
	void aCrashOfTheDifferNamesTheStaticLocalThatGoes() throws Exception {
		String path = "net/ipv4/inetpeer.c";
		FileChange.Modified edit = new FileChange.Modified(path, DemoKernel.text(path), DemoKernel.text(path).replace("static u64 inetpeer_addr_hash", "static u64 __maybe_unused inetpeer_addr_hash")
				.replace("u64 dhash = inetpeer_addr_hash(daddr);", "u64 dhash = daddr->family;"));
		CheckResult result = check(edit);
		assertEquals(Verdict.FAILED, result.verdict());
		Finding finding = result.findings().stream().filter(f -> f.rule() == Rule.TOOL_FAILED).findFirst().orElseThrow();
		assertTrue(finding.message().contains("create-diff-object crashed (signal 11)") && finding.message().endsWith("here ___done, ___once_key of inet_getpeer"), finding::message);
		assertEquals(lineOf(edit.after(), "\tu64 dhash = daddr->family;"), finding.line());
		assertTrue(finding.fix().startsWith("Keep a use of the variable"), finding::fix);
	}

	@Test
	void aDeletedSourceStaysInTheKernel() throws Exception {
		CheckResult result = check(new FileChange.Deleted("fs/proc/version.c", DemoKernel.text("fs/proc/version.c")));
		assertEquals(Verdict.UNSUPPORTED, result.verdict());
		assertEquals(List.of(Rule.FILE_DELETED), result.findings().stream().map(Finding::rule).toList());
	}

	@Test
	void messageThatNoRuleKnowsReachesTheAuthor() throws Exception {
		CheckResult result = check(new Saying(new DifferMessage.UnknownError("the moon is in the wrong phase")), DemoKernel.edit(MEMINFO, "MemTotal", "MEMTotal"));
		assertEquals(Verdict.UNSUPPORTED, result.verdict());
		Finding finding = result.findings().get(0);
		assertEquals(Rule.UNKNOWN_MESSAGE, finding.rule());
		assertTrue(finding.message().contains("the moon is in the wrong phase"), finding.message());
	}

	@Test
	void jumpLabelIsShownWhereItStands() throws Exception {
		FileChange.Modified edit = DemoKernel.edit(MEMINFO, "si_swapinfo(&i);", "si_swapinfo(&i);\n\ti.procs = 0;\n\tbarrier();");
		Finding finding = check(new Saying(new DifferMessage.JumpLabel("meminfo_proc_show", 0, "key", "Found a jump label")), edit).findings().get(0);
		assertEquals(Rule.JUMP_LABEL, finding.rule());
		assertEquals(lineOf(edit.after(), "static int meminfo_proc_show") + 1, finding.line(), "where the function's code begins");
	}

	@Test
	void jumpLabelInAFunctionThatDoesTheSameIsAFalseAlarm() throws Exception {
		FileChange.Modified edit = DemoKernel.edit(MEMINFO, "si_swapinfo(&i);", "si_swapinfo(&i);\n\tbarrier();");
		CheckResult result = check(new Saying(new DifferMessage.JumpLabel("meminfo_proc_show", 0, "key", "Found a jump label")), edit);
		assertEquals(Verdict.UNSUPPORTED, result.verdict(), "the differ's verdict stands");
		Finding finding = result.findings().get(0);
		assertEquals(Rule.FALSE_ALARM, finding.rule());
		assertTrue(finding.fix().contains("KPATCH_IGNORE_FUNCTION(meminfo_proc_show)"), finding.fix());
	}

	@Test
	void refusalWithoutAReasonIsARefusal() throws Exception {
		CheckResult result = check(new Saying(), DemoKernel.edit(MEMINFO, "MemTotal", "MEMTotal"));
		assertEquals(Verdict.UNSUPPORTED, result.verdict());
		assertEquals(Rule.UNKNOWN_MESSAGE, result.findings().get(0).rule());
	}

	/** Refuses with these messages, for what no change to the demo kernel brings about. */
	private record Saying(DifferMessage... messages) implements ObjectDiffer {
		@Override
		public String description() {
			return "prepared messages";
		}

		@Override
		public DiffOutcome diff(DiffRequest request, Cancellation cancellation) {
			return new DiffOutcome.Unsupported(List.of(messages));
		}
	}

	private CheckResult check(FileChange... files) throws IOException {
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(change(files), work, CheckProgress.SILENT, Cancellation.NEVER);
	}

	private CheckResult check(ObjectDiffer differ, FileChange... files) throws IOException {
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache), differ).check(change(files), work, CheckProgress.SILENT, Cancellation.NEVER);
	}

	private static ChangeSet change(FileChange... files) {
		return new ChangeSet("rules", List.of(files), List.of());
	}

	private static Arguments edit(String file, String from, String to, Rule rule, String place, String function) {
		return Arguments.of(file, from, to, rule, place, function);
	}

	private static int lineOf(String text, String place) {
		int at = text.indexOf(place);
		assertTrue(at >= 0, "the patched file contains " + place);
		return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
	}
}

package dev.livepatch.core.tests.cause;

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

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.Reason;
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

/** Edits to the real kernel's sources, compiled by its own gcc and judged by the real differ: why each function is in the patch. */
class CausesTest {
	private static final String LOCKS = "fs/locks.c";
	private static final String BASE = "fs/proc/base.c";
	private static final String UNNAMED = "\tif (!param->key)\n\t\treturn invalf(fc, \"Unnamed parameter\\n\");\n";
	private static final String LEASE_TYPE = "static int target_leasetype(struct file_lock *fl)\n{\n";

	@TempDir
	static Path cache;

	@TempDir
	Path work;

	/** File, text replaced, by what, function in the patch, its reason, the text on whose line the edit is found, a part of the message. */
	static Stream<Arguments> edits() {
		String oom = "\tstruct mm_struct *mm = NULL;\n\tstruct task_struct *task;\n\tint err = 0;\n\n\ttask = get_proc_task(file_inode(file));";
		String early = "\tif (fl->fl_flags & 0x40000)\n\t\treturn F_UNLCK;\n";
		return Stream.of(
				edit(LOCKS, "return time_after(jiffies, then);", "return time_after(jiffies, then + 1);", "time_out_leases", Reason.INLINES, "then + 1", "a copy of past_time"),
				edit(LOCKS, LEASE_TYPE, LEASE_TYPE + early, "lock_get_status", Reason.INLINES, "0x40000", "a copy of target_leasetype"),
				edit(LOCKS, "fl->fl_pid <= 0", "fl->fl_pid < 0", "lock_get_status", Reason.DEFINITION, "fl->fl_pid < 0", "macro IS_REMOTELCK"),
				edit(LOCKS, "static int target_leasetype", "static noinline int target_leasetype", "fcntl_getlease", Reason.INLINING_DECISION, "noinline int target", "target_leasetype"),
				edit(LOCKS, "static int target_leasetype", "static noinline int target_leasetype", "target_leasetype", Reason.EDITED, "noinline int target", ""),
				// gcc hands the inode on instead of the file, as long as only that is asked for
				edit(BASE, oom, oom.replace("\ttask =", "\tif (file->f_flags & 0x40000000)\n\t\treturn -EINVAL;\n\ttask ="), "oom_adj_write", Reason.NEIGHBOUR, "if (file->f_flags & 0x40000000)", "calls __set_oom_adj.isra"),
				edit(BASE, oom, oom.replace("\ttask =", "\tbarrier_data(file);\n\ttask ="), "oom_adj_write", Reason.VARIANT, "barrier_data(file);", "where it called __set_oom_adj.isra"),
				// one more string in the file, and the constant of another function is no longer .LC22
				edit("fs/fs_context.c", UNNAMED, "\tif (!param->key) {\n\t\tprintk(\"fs: unnamed parameter\\n\");\n\t\treturn invalf(fc, \"Unnamed parameter\\n\");\n\t}\n", "vfs_clean_context", Reason.RENUMBERING,
						"\tif (!param->key) {", "has another number"),
				// pr_debug names it, not the function
				edit("net/ipv4/tcp_cong.c", "\"TCP: \" fmt", "\"tcp: \" fmt", "tcp_register_congestion_control", Reason.DEFINITION, "\"tcp: \" fmt", "comes after the preprocessor's line"),
				edit("fs/filesystems.c", "#include <linux/fs_parser.h>\n", "#include <linux/fs_parser.h>\n#pragma GCC optimize(\"O3,unroll-loops\")\n", "unregister_filesystem", Reason.DEFINITION, "#pragma GCC",
						"comes after the preprocessor's line"),
				edit("drivers/acpi/acpica/evgpe.c", "#include <acpi/acpi.h>", "\n#include <acpi/acpi.h>", "acpi_ev_gpe_dispatch", Reason.LINE_NUMBER, "\"No handler or method for GPE",
						"__LINE__"));
	}

	@ParameterizedTest(name = "{3}: {4}")
	@MethodSource("edits")
	void reasonAndEdit(String file, String from, String to, String function, Reason reason, String place, String said) throws Exception {
		FileChange.Modified edit = DemoKernel.edit(file, from, to);
		CheckResult result = check(edit);
		assertEquals(Verdict.PATCHABLE, result.verdict(), result.findings().toString());
		Cause cause = result.objects().get(0).causes().stream().filter(c -> c.function().equals(function)).findFirst()
				.orElseThrow(() -> new AssertionError("nothing about " + function + " in " + result.objects()));
		assertEquals(reason, cause.reason(), cause.text());
		assertTrue(cause.text().contains(said), cause.text());
		assertEquals(file, cause.place().file());
		int line = lineOf(edit.after(), place);
		// a macro's arguments may be on several lines
		assertTrue(Math.abs(line - cause.place().line()) <= (reason == Reason.LINE_NUMBER ? 3 : 0), cause + " is not about line " + line);
	}

	@Test
	void eachFunctionTheAuthorDidNotEditIsToldAtItsLine() throws Exception {
		FileChange.Modified edit = DemoKernel.edit(LOCKS, LEASE_TYPE, LEASE_TYPE + "\tif (!fl)\n\t\treturn 0;\n");
		CheckResult result = check(edit);
		List<Finding> told = result.findings().stream().filter(f -> f.rule() == Rule.CHANGED_BY_INLINING).toList();
		assertEquals(List.of("fcntl_getlease", "lock_get_status"), told.stream().map(Finding::function).toList());
		assertEquals(lineOf(edit.after(), "int fcntl_getlease(struct file *filp)"), told.get(0).line());
		assertEquals(Severity.INFO, told.get(0).severity());
		Finding edited = result.findings().stream().filter(f -> f.rule() == Rule.EDITED_NOT_PATCHED).findFirst().orElseThrow();
		assertEquals("target_leasetype", edited.function());
		assertEquals(lineOf(edit.after(), "\tif (!fl)\n\t\treturn 0;"), edited.line());
		assertTrue(edited.message().contains("only inlined, into fcntl_getlease, lock_get_status"), edited.message());
	}

	/** What is refused is not called unchanged. */
	@Test
	void aRefusedFunctionIsNotSaidToBeAsItWas() throws Exception {
		String lock = "\tif (!__mutex_trylock_fast(lock))\n\t\t__mutex_lock_slowpath(lock);\n";
		CheckResult result = check(DemoKernel.edit("kernel/locking/mutex.c", lock, "\tif (WARN_ON(!lock))\n\t\treturn;\n" + lock));
		assertTrue(result.findings().stream().anyMatch(f -> f.rule() == Rule.SHARED_TEXT && f.function().equals("mutex_lock")), result.findings().toString());
		assertTrue(result.findings().stream().noneMatch(f -> f.rule() == Rule.EDITED_NOT_PATCHED), result.findings().toString());
	}

	/** What the compiler moved out of a function's way is in the patch with it, though the differ does not name it. */
	@Test
	void coldPartsBelongToTheirFunctions() throws Exception {
		List<Cause> causes = check(DemoKernel.edit(LOCKS, "locks_free_lock_context(struct inode *inode)\n{\n", "locks_free_lock_context(struct inode *inode)\n{\n\tasm volatile(\"nop\");\n"))
				.objects().get(0).causes();
		assertEquals(List.of("locks_free_lock_context", "locks_free_lock_context.cold"), causes.stream().map(Cause::function).filter(f -> f.startsWith("locks_free_lock_context")).toList(),
				causes::toString);
		assertEquals(List.of(Reason.EDITED, Reason.PART), causes.stream().filter(c -> c.function().startsWith("locks_free_lock_context")).map(Cause::reason).toList());
	}

	/** The differ knows the lines of the kernel's own warnings: fs/locks.c has some, and they change nothing. */
	@Test
	void linesOfWarningsAreForgivenByTheDiffer() throws Exception {
		CheckResult result = check(DemoKernel.edit(LOCKS, "#include <linux/capability.h>", "/* one line\n * more */\n#include <linux/capability.h>"));
		assertEquals(Verdict.UNCHANGED, result.verdict(), result.objects().toString());
		assertEquals(List.of(), result.objects().get(0).causes());
	}

	private CheckResult check(FileChange... files) throws IOException {
		ChangeSet change = new ChangeSet("causes", List.of(files), List.of());
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(change, work, CheckProgress.SILENT, Cancellation.NEVER);
	}

	private static Arguments edit(String file, String from, String to, String function, Reason reason, String place, String said) {
		return Arguments.of(file, from, to, function, reason, place, said);
	}

	private static int lineOf(String text, String place) {
		int at = text.indexOf(place);
		assertTrue(at >= 0, "the patched file contains " + place);
		return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
	}
}

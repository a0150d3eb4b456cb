package dev.livepatch.core.tests.fix;

import static dev.livepatch.core.tests.fix.Fixing.change;
import static dev.livepatch.core.tests.fix.Fixing.edit;
import static dev.livepatch.core.tests.fix.Fixing.fix;
import static dev.livepatch.core.tests.fix.Fixing.lineOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.fix.Fix;
import dev.livepatch.core.fix.FixKind;

/** Each fix applied to a change of the real kernel that was refused, and the change checked again. */
class FixesTest {
	@TempDir
	static Path cache;

	@TempDir
	Path work;
	private Fixing fixing;

	@BeforeEach
	void prepare() {
		fixing = new Fixing(cache, work);
	}

	/** The change after the fix of its finding. */
	private ChangeSet fixed(ChangeSet change, Rule rule, FixKind kind) throws Exception {
		Finding finding = fixing.finding(change, rule);
		return fix(finding, change, kind).applied(change);
	}

	private static String text(ChangeSet change) {
		return change.files().getFirst().patched().orElseThrow();
	}

	private void assertVerdict(Verdict expected, ChangeSet change) throws Exception {
		CheckResult result = fixing.check(change);
		assertEquals(expected, result.verdict(), result.findings().toString());
	}

	@Test
	void aRenamedFunctionGetsItsNameBack() throws Exception {
		ChangeSet change = change(edit("fs/proc/cmdline.c", "cmdline_proc_show", "cmdline_proc_display", "seq_putc(m, '\\n')", "seq_puts(m, \"!\\n\")"));
		ChangeSet fixed = fixed(change, Rule.INIT_CHANGED, FixKind.KEEP_NAME);
		assertVerdict(Verdict.PATCHABLE, fixed);
		assertTrue(text(fixed).contains("seq_puts(m, \"!\\n\")"), "the rest of the change stays");
	}

	@Test
	void aSystemCallIsDefinedWithKpatchsMacro() throws Exception {
		ChangeSet change = change(edit("fs/locks.c", "error = -EBADF;\n\tf = fdget(fd);", "error = -EPERM;\n\tf = fdget(fd);"));
		ChangeSet fixed = fixed(change, Rule.SYSCALL_BODY, FixKind.SYSCALL_MACRO);
		assertVerdict(Verdict.PATCHABLE, fixed);
		assertEquals(text(change).lines().count(), text(fixed).lines().count(), "no line below has moved");
		assertTrue(text(fixed).contains("#include \"kpatch-syscall.h\"\n") && text(fixed).contains("\nKPATCH_SYSCALL_DEFINE2(flock,"), fix(fixing.finding(change,
				Rule.SYSCALL_BODY), change, FixKind.SYSCALL_MACRO).preview(change));
	}

	@Test
	void aBranchOnAModulesKeyAsksForItsState() throws Exception {
		FileChange file = edit("net/core/dev.c", "	if (static_branch_unlikely(&netstamp_needed_key))\n", "	barrier();\n	if (static_branch_unlikely(&netstamp_needed_key))\n");
		ChangeSet change = change(file);
		// the key is vmlinux's own here, so that the differ has no objection
		Finding finding = Finding.of(Rule.JUMP_LABEL, new SourcePlace(file.path(), lineOf(file, "	barrier();\n	if (static")), "").in("net_timestamp_set").about("netstamp_needed_key");
		ChangeSet fixed = fix(finding, change, FixKind.STATIC_KEY).applied(change);
		assertTrue(text(fixed).contains("	if (unlikely(static_key_enabled(&netstamp_needed_key)))\n"));
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void aStaticCallGoesThroughItsKey() throws Exception {
		FileChange file = edit("arch/x86/events/core.c", "	ret = static_call(x86_pmu_schedule_events)(cpuc, n, assign);", "	barrier();\n	ret = static_call(x86_pmu_schedule_events)(cpuc, n, assign);");
		ChangeSet change = change(file);
		Finding finding = Finding.of(Rule.STATIC_CALL, new SourcePlace(file.path(), lineOf(file, "	barrier();\n	ret = static_call(x86_pmu_sch")), "").in("x86_pmu_commit_txn").about("x86_pmu_schedule_events");
		ChangeSet fixed = fix(finding, change, FixKind.STATIC_CALL).applied(change);
		assertTrue(text(fixed).contains("KPATCH_STATIC_CALL(x86_pmu_schedule_events)(cpuc, n, assign)"));
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void oneOfSeveralChangesIsTakenBack() throws Exception {
		ChangeSet change = change(edit("fs/proc/version.c", "	return 0;\n}\n\nstatic", "	seq_puts(m, \"patched\\n\");\n	return 0;\n}\n\nstatic",
				"	pde_make_permanent(pde);\n", "	pr_info(\"init\\n\");\n"));
		ChangeSet fixed = fixed(change, Rule.INIT_CHANGED, FixKind.REVERT_CHANGE);
		assertVerdict(Verdict.PATCHABLE, fixed);
		assertTrue(text(fixed).contains("pde_make_permanent(pde);") && text(fixed).contains("patched"));
		Fix all = fix(fixing.finding(change, Rule.INIT_CHANGED), change, FixKind.REVERT_FILE);
		assertEquals(0, all.applied(change).files().size());
	}
}

package dev.livepatch.core.tests.fix;

import static dev.livepatch.core.tests.fix.Fixing.change;
import static dev.livepatch.core.tests.fix.Fixing.edit;
import static dev.livepatch.core.tests.fix.Fixing.fix;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
import dev.livepatch.core.fix.Fixes;
import dev.livepatch.testing.DemoKernel;

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
	void oneOfSeveralChangesIsTakenBack() throws Exception {
		ChangeSet change = change(edit("fs/proc/version.c", "	return 0;\n}\n\nstatic", "	seq_puts(m, \"patched\\n\");\n	return 0;\n}\n\nstatic",
				"	pde_make_permanent(pde);\n", "	pr_info(\"init\\n\");\n"));
		ChangeSet fixed = fixed(change, Rule.INIT_CHANGED, FixKind.REVERT_CHANGE);
		assertVerdict(Verdict.PATCHABLE, fixed);
		assertTrue(text(fixed).contains("pde_make_permanent(pde);") && text(fixed).contains("patched"));
		Fix all = fix(fixing.finding(change, Rule.INIT_CHANGED), change, FixKind.REVERT_FILE);
		assertEquals(0, all.applied(change).files().size());
	}

	@Test
	void newInitialValuesAreAssignedByOneCallbackAndGivenBackByAnother() throws Exception {
		ChangeSet change = change(edit("kernel/reboot.c", "static int C_A_D = 1;", "static int C_A_D = 2;", "= \"/sbin/poweroff\";", "= \"/bin/poweroff\";"));
		ChangeSet first = fixed(change, Rule.DATA_CHANGED, FixKind.DATA_CALLBACK);
		ChangeSet fixed = fixed(first, Rule.DATA_CHANGED, FixKind.DATA_CALLBACK);
		String text = text(fixed);
		assertTrue(text.contains("static int C_A_D = 1;") && text.contains("= \"/sbin/poweroff\";"), "the initialisers are the kernel's");
		assertTrue(text.contains("\tlivepatch_old_C_A_D = C_A_D;\n\tC_A_D = 2;\n") && text.contains("strscpy(poweroff_cmd, \"/bin/poweroff\", sizeof(poweroff_cmd));"), text);
		assertEquals(2, text.split("KPATCH_PRE_PATCH_CALLBACK|KPATCH_POST_UNPATCH_CALLBACK").length - 1, "one callback of each kind for the object");
		assertTrue(text.startsWith(DemoKernel.text("kernel/reboot.c").substring(0, 20_000)), "no line has moved");
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void aVariableKeepsItsSectionAndIsAssigned() throws Exception {
		ChangeSet change = change(edit("kernel/printk/printk.c", "static bool console_waiter;", "static bool console_waiter = true;"));
		assertVerdict(Verdict.PATCHABLE, fixed(change, Rule.DATA_MOVED, FixKind.DATA_CALLBACK));
	}

	@Test
	void membersAndElementsAreAssignedOneByOne() throws Exception {
		ChangeSet change = change(edit("kernel/hung_task.c", "		.procname	= \"hung_task_check_count\",\n		.data		= &sysctl_hung_task_check_count,\n		.maxlen		= sizeof(int),\n		.mode		= 0644,",
				"		.procname	= \"hung_task_check_count\",\n		.data		= &sysctl_hung_task_check_count,\n		.maxlen		= sizeof(int),\n		.mode		= 0600,"));
		ChangeSet fixed = fixed(change, Rule.DATA_CHANGED, FixKind.DATA_CALLBACK);
		assertTrue(text(fixed).matches("(?s).*\\thung_task_sysctls\\[\\d\\]\\.mode = 0600;\\n.*"), text(fixed).substring(text(fixed).length() - 600));
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void whatCannotBeWrittenToIsNotAssigned() throws Exception {
		FileChange file = new FileChange.Modified("a.c", "int a __ro_after_init = 1;\nconst int b = 1;\nconst char *c = \"x\";\nint d __read_mostly = 1;\n", "int a __ro_after_init = 2;\nconst int b = 2;\nconst char *c = \"y\";\nint d __read_mostly = 2;\n");
		assertEquals(Map.of("a", false, "b", false, "c", true, "d", true), Stream.of("a", "b", "c", "d").collect(Collectors.toMap(n -> n,
				n -> offered(file, Finding.of(Rule.DATA_CHANGED, new SourcePlace("a.c", 1), "").about(n), FixKind.DATA_CALLBACK))));
	}

	private static boolean offered(FileChange file, Finding finding, FixKind kind) {
		return new Fixes(change(file)).of(finding).stream().anyMatch(f -> f.kind() == kind);
	}

	@Test
	void newInitWorkMovesToACallbackWithItsTwin() throws Exception {
		ChangeSet change = change(edit("fs/proc/version.c", "	pde_make_permanent(pde);\n", "	pde_make_permanent(pde);\n	pr_info(\"version\\n\");\n"));
		ChangeSet fixed = fixed(change, Rule.INIT_CHANGED, FixKind.INIT_CALLBACK);
		assertTrue(text(fixed).startsWith(DemoKernel.text("fs/proc/version.c")), "the kernel's own part is as it was");
		assertTrue(text(fixed).contains("{\n	pr_info(\"version\\n\");\n}\nKPATCH_POST_PATCH_CALLBACK(livepatch_post_patch);") && text(fixed).contains("KPATCH_PRE_UNPATCH_CALLBACK("), text(fixed));
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void initWorkThatNeedsTheFunctionIsOnlyQuoted() throws Exception {
		ChangeSet change = change(edit("fs/proc/version.c", "	pde_make_permanent(pde);\n", "	proc_remove(pde);\n"));
		ChangeSet fixed = fixed(change, Rule.INIT_CHANGED, FixKind.INIT_CALLBACK);
		assertTrue(text(fixed).contains("	 * was: pde_make_permanent(pde);\n	 * new: proc_remove(pde);\n"), text(fixed));
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void aStaticLocalKeepsAUse() throws Exception {
		ChangeSet change = change(edit("fs/file_table.c", "		old_max = get_nr_files();", "		barrier();", "	if (get_nr_files() > old_max) {", "	if (get_nr_files() > 10) {"));
		ChangeSet fixed = fixed(change, Rule.STATIC_LOCAL_REMOVED, FixKind.KEEP_STATIC_LOCAL);
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void aNewMemberBecomesAShadowVariable() throws Exception {
		ChangeSet change = change(edit("fs/eventfd.c", "	int id;\n};", "	int id;\n	u64 signalled;\n	spinlock_t gate;\n};",
				"	ctx->count += n;\n", "	ctx->count += n;\n	spin_lock(&ctx->gate);\n	ctx->signalled++;\n	spin_unlock(&ctx->gate);\n"));
		ChangeSet fixed = fixed(change, Rule.TYPE_LAYOUT, FixKind.SHADOW_VARIABLE);
		assertTrue(text(fixed).contains("	spin_lock(&*eventfd_ctx_gate(ctx));\n	(*eventfd_ctx_signalled(ctx))++;\n"), text(fixed));
		assertTrue(!text(fixed).contains("u64 signalled;"));
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void editsAboveALineNumberKeepTheirLength() throws Exception {
		ChangeSet change = change(edit("drivers/acpi/acpica/evgpe.c", "	ACPI_FUNCTION_TRACE(ev_update_gpe_enable_mask);\n", "	ACPI_FUNCTION_TRACE(ev_update_gpe_enable_mask);\n	if (!gpe_event_info)\n		return_ACPI_STATUS(AE_NOT_EXIST);\n"));
		Finding finding = fixing.finding(change, Rule.CHANGED_BY_LINE_NUMBER);
		ChangeSet fixed = fix(finding, change, FixKind.KEEP_LINES).applied(change);
		CheckResult result = fixing.check(fixed);
		assertEquals(Verdict.PATCHABLE, result.verdict());
		assertTrue(result.findings().stream().noneMatch(f -> f.rule() == Rule.CHANGED_BY_LINE_NUMBER), result.findings().toString());
		assertTrue(text(fixed).contains("if (!gpe_event_info) return_ACPI_STATUS(AE_NOT_EXIST);\n"));
	}

	@Test
	void textsThatEndAnywhereAreSurvived() {
		String whole = DemoKernel.text("fs/eventfd.c").replace("	int id;\n", "	int id;\n	u64 more;\n").replace("struct file *file)\n{\n", "struct file *file)\n{\n	char *s = \"/*\";\n");
		for (int end = 0; end < whole.length(); end += 1201) {
			FileChange file = new FileChange.Modified("fs/eventfd.c", DemoKernel.text("fs/eventfd.c"), whole.substring(0, end));
			for (Rule rule : Rule.values()) {
				Finding finding = Finding.of(rule, new SourcePlace("fs/eventfd.c", 60), "").in("eventfd_poll").about(rule == Rule.TYPE_LAYOUT ? "struct eventfd_ctx" : "eventfd_fops");
				new Fixes(change(file)).of(finding).forEach(f -> f.preview(change(file)));
			}
		}
	}

	@Test
	void aSectionThatIsTheSameIsPassedOver() throws Exception {
		String devkmsg = "static int __control_devkmsg(char *str)\n{\n\tsize_t len;\n";
		ChangeSet change = change(edit("kernel/printk/printk.c", devkmsg, devkmsg + "\n\tpr_info(\"devkmsg is set to %s\\n\", str);\n"));
		ChangeSet fixed = fixed(change, Rule.FALSE_ALARM, FixKind.IGNORE_MACRO);
		assertTrue(text(fixed).endsWith("\n#include \"kpatch-macros.h\"\nKPATCH_IGNORE_SECTION(\".init.text\");\n"), text(fixed).substring(text(fixed).length() - 200));
		assertVerdict(Verdict.PATCHABLE, fixed);
	}

	@Test
	void aCallbackGetsItsTwin() throws Exception {
		String exit = "static void eventfd_free_ctx(struct eventfd_ctx *ctx)\n{\n";
		for (String[] twins : new String[][] {{"PRE_PATCH", "POST_UNPATCH", "int", "return 0;"}, {"POST_PATCH", "PRE_UNPATCH", "void", "barrier();"}}) {
			String callback = "#include \"kpatch-macros.h\"\nstatic " + twins[2] + " apply(patch_object *obj)\n{\n\t" + twins[3] + "\n}\nKPATCH_" + twins[0] + "_CALLBACK(apply);\n";
			ChangeSet change = change(edit("fs/eventfd.c", exit, callback + exit + "\tbarrier();\n"));
			ChangeSet fixed = fixed(change, Rule.CALLBACK_WITHOUT_UNDO, FixKind.UNDO_CALLBACK);
			assertTrue(text(fixed).contains("undo what apply() does") && text(fixed).contains("\nKPATCH_" + twins[1] + "_CALLBACK("), text(fixed));
			CheckResult result = fixing.check(fixed);
			assertEquals(Verdict.PATCHABLE, result.verdict(), result.findings().toString());
			assertTrue(result.findings().stream().noneMatch(f -> f.rule() == Rule.CALLBACK_WITHOUT_UNDO), result.findings().toString());
		}
	}
}

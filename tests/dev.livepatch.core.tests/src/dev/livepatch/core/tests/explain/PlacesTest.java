package dev.livepatch.core.tests.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** Findings are on the edited line, whatever way the edit takes into the object, and one thing is told once. */
class PlacesTest {
	private static final String EVENTFD = "fs/eventfd.c";

	@TempDir
	static Path cache;

	@TempDir
	Path work;

	/** kernel/sched/build_utility.c is nothing but includes. */
	@Test
	void whatIsTakenOutOfAnIncludedFileIsToldWhereItStood() throws Exception {
		FileChange.Modified edit = DemoKernel.edit("kernel/sched/loadavg.c", "EXPORT_SYMBOL(avenrun); /* should be removed */\n", "");
		Finding finding = error(check(edit), Rule.EXPORT_CHANGED);
		assertEquals(new SourcePlace(edit.path(), DemoKernel.text(edit.path()).substring(0, DemoKernel.text(edit.path()).indexOf("EXPORT_SYMBOL(avenrun)")).split("\n", -1).length - 1), place(finding));
	}

	@Test
	void whatHasNoLineOfItsOwnIsToldAtTheEditOfTheIncludedFile() throws Exception {
		String head = "void swake_up_locked(struct swait_queue_head *q)\n{\n";
		FileChange.Modified edit = DemoKernel.edit("kernel/sched/swait.c", head, head + "\tbarrier_data(q);\n");
		assertEquals(at(edit, "\tbarrier_data(q);"), place(error(check(edit), Rule.FALSE_ALARM)));
	}

	@Test
	void aLineOfAMacrosBodyIsTheCauseOfAllThatUseIt() throws Exception {
		FileChange.Modified edit = DemoKernel.edit("net/core/net-sysfs.c", "sysfs_emit(buf, format_string, dev->field);", "sysfs_emit(buf, format_string, dev->field + 1);");
		CheckResult result = check(edit);
		assertEquals(Verdict.PATCHABLE, result.verdict(), result.findings()::toString);
		Finding finding = only(result, Rule.CHANGED_BY_DEFINITION);
		assertEquals(at(edit, "dev->field + 1"), place(finding));
		assertTrue(finding.related().stream().anyMatch(r -> r.what().equals("mtu_show")), finding::toString);
	}

	@Test
	void aDefinitionOverSeveralLinesIsToldAtTheOneEdited() throws Exception {
		String rate = "DEFINE_RATELIMIT_STATE(oom_rs, DEFAULT_RATELIMIT_INTERVAL,\n\t\t\t\t\t      DEFAULT_RATELIMIT_BURST";
		FileChange.Modified edit = DemoKernel.edit("mm/oom_kill.c", rate, rate + " + 7");
		assertEquals(at(edit, "DEFAULT_RATELIMIT_BURST + 7"), place(error(check(edit), Rule.DATA_CHANGED)));
	}

	@Test
	void aTypesNewMemberIsToldAtTheMemberNotAtTheCommentAboveIt() throws Exception {
		FileChange.Modified edit = DemoKernel.edit(EVENTFD, "\tstruct kref kref;\n", "\tstruct kref kref;\n\t/*\n\t * How often it was signalled.\n\t */\n\tu32 signalled;\n");
		assertEquals(at(edit, "\tu32 signalled;"), place(only(check(edit), Rule.TYPE_LAYOUT)));
	}

	/** A difference of the texts, with lines taken away and lines added, and none between the objects. */
	@Test
	void aFunctionThatOnlyMovesChangesNothing() throws Exception {
		CheckResult result = check(moved(""));
		assertEquals(Verdict.UNCHANGED, result.verdict(), result.findings()::toString);
		assertEquals(List.of(Rule.NO_CHANGE), result.findings().stream().map(Finding::rule).toList());
	}

	@Test
	void anEditInAFunctionThatMovesIsToldAtItsLine() throws Exception {
		FileChange.Modified edit = moved("\tstatic int calls;\n\n\tif (calls++ > 5)\n\t\treturn 0;\n");
		CheckResult result = check(edit);
		assertEquals(List.of("eventfd_poll"), result.objects().getFirst().changed());
		assertEquals(at(edit, "\tstatic int calls;"), place(only(result, Rule.STATIC_LOCAL_NEW)));
	}

	@Test
	void aLostStaticLocalIsToldOnceWithItsDeclarationToLookAt() throws Exception {
		FileChange.Modified edit = DemoKernel.edit("fs/file_table.c", "\t\told_max = get_nr_files();", "\t\tbarrier();");
		Finding finding = error(check(edit), Rule.STATIC_LOCAL_REMOVED);
		assertEquals(at(edit, "\t\tbarrier();"), place(finding));
		assertEquals(List.of(new Finding.Related("old_max", at(edit, "static long old_max;"))), finding.related());
	}

	/** What is left of the variable's uses is in the function itself; the differ looks for it in the unlikely part as well. */
	@Test
	void aStaticLocalLeftOutOfTheUnlikelyPartIsNotSaidToBeUnused() throws Exception {
		FileChange.Modified edit = DemoKernel.edit("fs/drop_caches.c", "stfu |= sysctl_drop_caches & 4;", "stfu = 1;");
		Finding finding = error(check(edit), Rule.STATIC_LOCAL_REMOVED);
		assertEquals(at(edit, "stfu = 1;"), place(finding));
		assertTrue(finding.message().contains("drop_caches_sysctl_handler goes on using the static local variable stfu") && finding.message().contains("drop_caches_sysctl_handler.cold"), finding::message);
	}

	@Test
	void aSectionGroupIsToldOnce() throws Exception {
		FileChange.Modified edit = DemoKernel.edit("fs/proc/version.c", "#include \"internal.h\"", "#include \"internal.h\"\nasm(\".pushsection .note.mine,\\\"aG\\\",@progbits,mine,comdat; .long 1; .popsection\");");
		assertEquals(".note.mine", error(check(edit), Rule.SECTION_GROUP).subject());
	}

	/** eventfd_poll() behind eventfd_release() instead of before eventfd_ctx_do_read(), with lines added at its beginning. */
	private static FileChange.Modified moved(String added) {
		String before = DemoKernel.text(EVENTFD);
		int start = before.indexOf("static __poll_t eventfd_poll(");
		int end = before.indexOf("\n}\n", start) + "\n}\n".length();
		String function = before.substring(start, end);
		String without = before.substring(0, start) + before.substring(end);
		int to = without.indexOf("static int eventfd_release(");
		assertTrue(start > 0 && to > 0);
		return new FileChange.Modified(EVENTFD, before, without.substring(0, to) + function.replace("{\n\tstruct eventfd_ctx", "{\n" + added + "\tstruct eventfd_ctx") + "\n" + without.substring(to));
	}

	/** The only error. */
	private static Finding error(CheckResult result, Rule rule) {
		List<Finding> errors = result.findings().stream().filter(f -> f.severity() == Severity.ERROR).toList();
		assertEquals(List.of(rule), errors.stream().map(Finding::rule).toList(), result.findings()::toString);
		return errors.getFirst();
	}

	private static Finding only(CheckResult result, Rule rule) {
		List<Finding> found = result.findings().stream().filter(f -> f.rule() == rule).toList();
		assertEquals(1, found.size(), result.findings()::toString);
		return found.getFirst();
	}

	private static SourcePlace place(Finding finding) {
		return new SourcePlace(finding.file(), finding.line());
	}

	private static SourcePlace at(FileChange.Modified edit, String text) {
		int at = edit.after().indexOf(text);
		assertTrue(at >= 0, () -> edit.path() + " does not contain " + text);
		return new SourcePlace(edit.path(), edit.after().substring(0, at).split("\n", -1).length);
	}

	private CheckResult check(FileChange change) throws Exception {
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(new ChangeSet("places", List.of(change), List.of()), work, CheckProgress.SILENT, Cancellation.NEVER);
	}
}

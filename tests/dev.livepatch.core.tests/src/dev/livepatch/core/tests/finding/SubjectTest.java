package dev.livepatch.core.tests.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** What a finding is about, by the source's name, so that nobody needs to read it out of the message. */
class SubjectTest {
	@TempDir
	static Path cache;

	@TempDir
	Path work;

	/** File, text replaced, by what, rule, subject. */
	static Stream<Arguments> edits() {
		return Stream.of(
				Arguments.of("fs/proc/cmdline.c", "cmdline_proc_show", "cmdline_proc_display", Rule.INIT_CHANGED, "cmdline_proc_display"),
				Arguments.of("kernel/reboot.c", "static int C_A_D = 1;", "static int C_A_D = 2;", Rule.DATA_CHANGED, "C_A_D"),
				Arguments.of("fs/proc/array.c", "\"S (sleeping)\"", "\"s (sleeping)\"", Rule.CONST_TABLE_CHANGED, "task_state_array"),
				Arguments.of("kernel/printk/printk.c", "static bool console_waiter;", "static bool console_waiter = true;", Rule.DATA_MOVED, "console_waiter"),
				Arguments.of("fs/file_table.c", "old_max = get_nr_files();", "barrier();", Rule.STATIC_LOCAL_REMOVED, "old_max"),
				Arguments.of("fs/eventfd.c", "	int id;\n};", "	int id;\n	u64 signalled;\n};", Rule.TYPE_LAYOUT, "struct eventfd_ctx"),
				Arguments.of("fs/file_table.c", "EXPORT_SYMBOL(fput);", "EXPORT_SYMBOL_GPL(fput);", Rule.EXPORT_CHANGED, "fput"));
	}

	@ParameterizedTest(name = "{3}: {4}")
	@MethodSource("edits")
	void isNamedAsInTheSource(String file, String from, String to, Rule rule, String subject) throws Exception {
		ChangeSet change = new ChangeSet("subject", List.of(DemoKernel.edit(file, from, to)), List.of());
		List<Finding> findings = new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(change, work, CheckProgress.SILENT, Cancellation.NEVER).findings();
		Finding finding = findings.stream().filter(f -> f.rule() == rule).findFirst().orElseThrow(() -> new AssertionError(findings.toString()));
		assertEquals(subject, finding.subject());
	}
}

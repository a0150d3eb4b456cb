package dev.livepatch.core.tests.hazard;

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
import dev.livepatch.core.fix.Fix;
import dev.livepatch.core.fix.Fixes;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** Code with the tables that Linux writes from 6.11 on; the demo kernel is older. */
class RuntimeConstantsTest {
	private static final String FILE = "fs/proc/version.c";
	private static final String SHOW = "static int version_proc_show(struct seq_file *m, void *v)\n{\n";
	private static final String USE = "\tunsigned long limit;\n\n\tasm volatile(\"mov %1,%0\\n1:\\n.pushsection runtime_ptr_shown_limit,\\\"a\\\"\\n\\t.long 1b - 8 - .\\n.popsection\" "
			+ ": \"=r\" (limit) : \"i\" (0x0123456789abcdefUL));\n\tif (limit < (unsigned long)v)\n\t\treturn 1;\n";
	private static final String KERNEL = DemoKernel.text(FILE);
	private static final String USING = KERNEL.replace(SHOW, SHOW + USE);
	@TempDir
	Path work;

	/** create-diff-object leaves it out without a word. */
	@Test
	void aTableThatTheKernelHasNotIsFound() throws Exception {
		FileChange change = new FileChange.Modified(FILE, KERNEL, USING);
		CheckResult result = check(change);
		assertEquals(Verdict.PATCHABLE, result.objects().getFirst().verdict(), "what the differ says");
		assertEquals(Verdict.UNSUPPORTED, result.verdict());
		Finding finding = only(result);
		assertEquals("version_proc_show", finding.function());
		assertEquals("shown_limit", finding.subject());
		assertTrue(USING.lines().skip(finding.line() - 1).findFirst().orElseThrow().contains("asm volatile"), finding::toString);
	}

	/** create-diff-object refuses that, and it is told once. */
	@Test
	void aTableThatChangesIsToldAtItsCode() throws Exception {
		CheckResult result = check(new FileChange.Modified(FILE, USING, USING.replace("\tif (limit", "\tseq_putc(m, '.');\n\tif (limit").replace(SHOW, SHOW + "\tseq_putc(m, ':');\n")));
		assertEquals(Verdict.UNSUPPORTED, result.objects().getFirst().verdict(), "what the differ says");
		assertEquals("version_proc_show", only(result).function());
	}

	@Test
	void codeThatStaysAsItIsKeepsItsConstant() throws Exception {
		String two = USING.replace(SHOW, "int beside(int a);\nnoinline int beside(int a)\n{\n\treturn a * 3;\n}\n\n" + SHOW);
		CheckResult result = check(new FileChange.Modified(FILE, two, two.replace("a * 3", "a * 5")));
		assertEquals(List.of(), result.findings().stream().filter(f -> f.rule() == Rule.RUNTIME_CONSTANT).toList());
	}

	@Test
	void theFixIncludesWhatReadsTheVariable() throws Exception {
		FileChange change = new FileChange.Modified(FILE, KERNEL, USING);
		ChangeSet set = new ChangeSet("constants", List.of(change), List.of());
		Fix fix = new Fixes(set).of(only(check(change))).getFirst();
		assertEquals("runtime-variables", fix.kind().id());
		String fixed = fix.texts().get(FILE);
		assertEquals(USING.indexOf("#include"), fixed.indexOf("#include <asm-generic/runtime-const.h>\n#include"));
	}

	private static Finding only(CheckResult result) {
		assertEquals(List.of(Rule.RUNTIME_CONSTANT), result.findings().stream().map(Finding::rule).toList(), () -> result.findings().toString());
		return result.findings().getFirst();
	}

	private CheckResult check(FileChange file) throws Exception {
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(work)).check(new ChangeSet("constants", List.of(file), List.of()), work.resolve("work"), CheckProgress.SILENT, Cancellation.NEVER);
	}
}

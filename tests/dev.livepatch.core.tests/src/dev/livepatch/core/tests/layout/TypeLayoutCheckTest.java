package dev.livepatch.core.tests.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.build.Toolchain;
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

/** Changed types in the real kernel, which the differ alone accepts. */
class TypeLayoutCheckTest {
	private static final String EVENTFD = "fs/eventfd.c";
	private static final String FIB = "net/ipv4/fib_lookup.h";
	@TempDir
	static Path cache;
	@TempDir
	Path work;

	private CheckResult check(FileChange... files) throws Exception {
		Toolchain tools = DemoKernel.toolchain(cache);
		return new Checker(DemoKernel.open(), tools).check(new ChangeSet("types", List.of(files), List.of()), work, CheckProgress.SILENT, Cancellation.NEVER);
	}

	private static Finding only(CheckResult result) {
		List<Finding> found = result.findings().stream().filter(f -> f.rule() == Rule.TYPE_LAYOUT).toList();
		assertEquals(1, found.size(), result.findings().toString());
		return found.getFirst();
	}

	private static int lineOf(FileChange file, String text) {
		String patched = file.patched().orElseThrow();
		return (int) patched.substring(0, patched.indexOf(text)).chars().filter(c -> c == '\n').count() + 1;
	}

	@Test
	void aNewMemberInLiveInstancesIsRefusedThoughTheDifferAcceptsIt() throws Exception {
		FileChange file = DemoKernel.edit(EVENTFD, "	int id;\n};", "	int id;\n	u64 signalled;\n};");
		file = new FileChange.Modified(EVENTFD, file.original().orElseThrow(),
				file.patched().orElseThrow().replace("	ctx->count += n;\n", "	ctx->count += n;\n	ctx->signalled++;\n"));
		CheckResult result = check(file);
		Finding finding = only(result);
		assertEquals(Severity.ERROR, finding.severity());
		assertEquals(EVENTFD, finding.file());
		assertEquals(lineOf(file, "	u64 signalled;"), finding.line());
		assertTrue(finding.message().startsWith("struct eventfd_ctx has another layout than in the running kernel: signalled (u64) is new at offset 48, "
				+ "the size changes from 48 to 56 bytes."), finding.message());
		assertTrue(finding.message().contains("The differ does not compare types and accepts it"), finding.message());
		assertTrue(finding.fix().contains("klp_shadow_get_or_alloc"), finding.fix());
		assertEquals(List.of("do_eventfd", "eventfd_signal_mask"), finding.related().stream().map(Finding.Related::what).toList());
		assertEquals(Verdict.UNSUPPORTED, result.verdict());
		assertEquals(Verdict.PATCHABLE, result.objects().getFirst().verdict(), "the differ's own verdict stays to be seen");
		assertEquals(List.of(), result.patchedObjects());
	}

	@Test
	void aNewMemberInAHoleIsAWarning() throws Exception {
		FileChange file = DemoKernel.edit(EVENTFD, "	struct kref kref;\n", "	struct kref kref;\n	u32 signalled;\n");
		file = new FileChange.Modified(EVENTFD, file.original().orElseThrow(),
				file.patched().orElseThrow().replace("	ctx->count += n;\n", "	ctx->count += n;\n	ctx->signalled++;\n"));
		CheckResult result = check(file);
		Finding finding = only(result);
		assertEquals(Severity.WARNING, finding.severity());
		assertEquals(lineOf(file, "	u32 signalled;"), finding.line());
		assertTrue(finding.message().contains("signalled (u32) is new at offset 4"), finding.message());
		assertEquals(Verdict.PATCHABLE, result.verdict());
	}

	/** All of the header's objects: one finding. */
	@Test
	void aHeadersTypeIsToldOnceForAllObjects() throws Exception {
		FileChange file = DemoKernel.edit(FIB, "struct fib_alias {\n", "struct fib_alias {\n	u64 since;\n");
		CheckResult result = check(file);
		Finding finding = only(result);
		assertTrue(result.objects().size() > 1, result.objects().toString());
		assertEquals(FIB, finding.file());
		assertEquals(lineOf(file, "	u64 since;"), finding.line());
		assertTrue(finding.message().endsWith(". " + result.objects().size() + " objects of this kernel are made with " + FIB), finding.message());
		assertEquals(Severity.ERROR, finding.severity());
	}

	/** The definition's own text is as it was: the length is defined elsewhere. */
	@Test
	void aTypeChangedFromOutsideIsToldAtItsDeclaration() throws Exception {
		FileChange file = DemoKernel.edit("fs/namei.c", "#define EMBEDDED_LEVELS 2\n", "#define EMBEDDED_LEVELS 3\n");
		Finding finding = only(check(file));
		assertEquals(lineOf(file, "struct nameidata {"), finding.line());
	}

	/** Another definition stands within this one; the edit comes after its closing brace. */
	@Test
	void theEditIsFoundBehindInnerBraces() throws Exception {
		FileChange file = DemoKernel.edit("fs/namei.c", "	struct nameidata *saved;\n", "	struct nameidata *saved;\n	long extra;\n");
		Finding finding = only(check(file));
		assertEquals(lineOf(file, "	long extra;"), finding.line());
		assertTrue(finding.message().contains("extra (long int) is new at offset"), finding.message());
	}

	/** Assembly does not know the header: it goes on calling the function as before. */
	@Test
	void aFunctionThatOthersCallTheOldWayIsAWarningThatNamesThem() throws Exception {
		String head = "struct pt_regs *fixup_bad_iret(";
		FileChange file = DemoKernel.edit("arch/x86/kernel/traps.c", head, "void *fixup_bad_iret(");
		// the header's declaration is out of the way, as in a change to the header too
		String hidden = file.patched().orElseThrow().replaceFirst("(?m)^#include", "#define fixup_bad_iret declared\n#include").replaceFirst("#include <asm/proto.h>", "#undef fixup_bad_iret\n#include <asm/proto.h>");
		CheckResult result = check(new FileChange.Modified(file.path(), file.original().orElseThrow(), hidden));
		List<Finding> findings = result.findings().stream().filter(f -> f.rule() == Rule.SIGNATURE_CHANGED).toList();
		assertEquals(1, findings.size(), result.findings().toString());
		assertEquals(Severity.WARNING, findings.getFirst().severity());
		assertTrue(findings.getFirst().message().endsWith("but outside the patch error_entry will go on using it the old way"), findings.getFirst().message());
	}

	@Test
	void aFunctionThatAllCallersCallTheNewWayIsToldAtItsHead() throws Exception {
		FileChange header = DemoKernel.edit(FIB, "bool fib_metrics_match(", "int fib_metrics_match(");
		FileChange file = DemoKernel.edit("net/ipv4/fib_semantics.c", "bool fib_metrics_match(", "int fib_metrics_match(");
		CheckResult result = check(header, file);
		List<Finding> findings = result.findings().stream().filter(f -> f.rule() == Rule.SIGNATURE_CHANGED).toList();
		assertEquals(1, findings.size(), result.findings().toString());
		assertEquals(file.path(), findings.getFirst().file());
		assertEquals(lineOf(file, "int fib_metrics_match("), findings.getFirst().line());
		assertEquals("fib_metrics_match", findings.getFirst().function());
		assertEquals(Severity.INFO, findings.getFirst().severity());
		assertTrue(findings.getFirst().message().contains("from bool (struct fib_config *, struct fib_info *) to int ("), findings.getFirst().message());
		assertTrue(findings.getFirst().message().contains("all code of this kernel that calls it by name is compiled with the change"), findings.getFirst().message());
		assertEquals(Verdict.PATCHABLE, result.verdict());
	}
}

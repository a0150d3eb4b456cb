package dev.livepatch.core.tests.check;

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
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** Changes to files that more is made from than vmlinux and modules: what a live patch leaves as it is, is told. */
class OutOfReachTest {
	/** Part of the kernel's own start (head64.c) and of the boot code that unpacks it. */
	private static final String BOOT_HEADER = "arch/x86/include/asm/bootparam_utils.h";
	/** Of assembly only, by way of asm-offsets.h. */
	private static final String SUSPEND = "arch/x86/include/asm/suspend_64.h";
	/** Of the vDSO, and of kernel code that keeps the same clock. */
	private static final String PVCLOCK = "arch/x86/include/asm/pvclock.h";

	/** Of the vDSO, whose functions read the clock, and of the kernel, which sets it. */
	private static final String VDSO_HELPERS = "include/vdso/helpers.h";
	private static final String READ = "\tsmp_rmb();\n\tseq = READ_ONCE(vd->seq);";
	private static final String WRITE = "vd[CS_RAW].seq + 1);\n\tsmp_wmb();";

	@TempDir
	static Path cache;

	@TempDir
	Path work;

	@Test
	void bootCodeThatWouldBeAnotherIsToldAtTheEdit() throws Exception {
		FileChange.Modified edit = DemoKernel.edit(BOOT_HEADER, "if (boot_params->sentinel) {", "if (boot_params->sentinel > 1) {");
		Finding finding = only(check(edit));
		assertEquals(Severity.WARNING, finding.severity());
		assertEquals("if (boot_params->sentinel > 1) {", edit.after().lines().toList().get(finding.line() - 1).strip());
		assertTrue(finding.message().startsWith(BOOT_HEADER + " is also part of what a live patch leaves as it is: arch/x86/boot/compressed/misc.o (boot code has run and is gone)"), finding::message);
	}

	@Test
	void theVdsoIsTold() throws Exception {
		Finding finding = only(check(DemoKernel.edit(PVCLOCK, "return product;", "return product + 1;")));
		assertTrue(finding.message().contains("arch/x86/entry/vdso/vclock_gettime.o (the vDSO runs in user space)"), finding::message);
	}

	/** A file of the vDSO's by its name: only the objects tell what a change of it reaches. */
	@Test
	void theKernelsSideOfAVdsoHeaderIsPatched() throws Exception {
		CheckResult result = check(DemoKernel.edit(VDSO_HELPERS, WRITE, WRITE.replace("smp_wmb", "smp_mb")));
		assertEquals(List.of("kernel/time/vsyscall.o"), result.objects().stream().filter(o -> o.verdict() == Verdict.PATCHABLE).map(ObjectReport::path).toList(), result.findings()::toString);
		assertEquals(Verdict.PATCHABLE, result.verdict());
		assertTrue(result.findings().stream().noneMatch(f -> f.rule() == Rule.OUT_OF_REACH || f.rule() == Rule.UNSUPPORTED_PATH), result.findings()::toString);
	}

	@Test
	void theUsersSideOfAVdsoHeaderIsOutOfReach() throws Exception {
		FileChange.Modified edit = DemoKernel.edit(VDSO_HELPERS, READ, READ.replace("smp_rmb", "smp_mb"));
		CheckResult result = check(edit);
		Finding finding = only(result);
		assertEquals(Severity.ERROR, finding.severity());
		assertEquals("smp_mb();", edit.after().lines().toList().get(finding.line() - 1).strip());
		assertEquals(VDSO_HELPERS + ", though also part of the kernel proper, makes a difference only to what a live patch leaves as it is: "
				+ "arch/x86/entry/vdso/vclock_gettime.o (the vDSO runs in user space) would be another", finding.message());
		assertEquals(Verdict.UNSUPPORTED, result.verdict());
	}

	@Test
	void bothSidesOfAVdsoHeaderAreTold() throws Exception {
		FileChange.Modified users = DemoKernel.edit(VDSO_HELPERS, READ, READ.replace("smp_rmb", "smp_mb"));
		CheckResult result = check(new FileChange.Modified(VDSO_HELPERS, users.before(), users.after().replace(WRITE, WRITE.replace("smp_wmb", "smp_mb"))));
		Finding finding = only(result);
		assertEquals(Severity.WARNING, finding.severity());
		assertTrue(finding.message().startsWith(VDSO_HELPERS + " is also part of what a live patch leaves as it is: arch/x86/entry/vdso/vclock_gettime.o"), finding::message);
		assertEquals(Verdict.PATCHABLE, result.verdict());
	}

	/** In a directory of the vDSO's, and in lib/ besides; the one is linked into the kernel, the other is not. */
	@Test
	void theVdsosDirectoriesHoldCodeOfBothKinds() throws Exception {
		CheckResult kernel = check(DemoKernel.edit("arch/x86/entry/vdso/vma.c", "if (sym_offset == 0)", "if (sym_offset == 8)"));
		assertEquals(Verdict.PATCHABLE, kernel.verdict(), kernel.findings()::toString);
		Finding user = only(check(DemoKernel.edit("lib/vdso/gettimeofday.c", "vd->mask, vd->mult)", "vd->mask, vd->mult + 1)")));
		assertEquals(Severity.ERROR, user.severity());
		assertTrue(user.message().startsWith("lib/vdso/gettimeofday.c is part only of what a live patch leaves as it is: arch/x86/entry/vdso/vclock_gettime.o (the vDSO"), user::message);
	}

	@Test
	void whatComesOutTheSameIsNotTold() throws Exception {
		CheckResult result = check(DemoKernel.edit(BOOT_HEADER, "struct boot_params_to_save {", "#define BOOT_PARAM_NOBODY_ASKS_FOR 1\n\nstruct boot_params_to_save {"));
		assertTrue(result.findings().stream().noneMatch(f -> f.rule() == Rule.OUT_OF_REACH || f.severity() == Severity.ERROR), result.findings()::toString);
		assertEquals(Verdict.UNCHANGED, result.verdict());
	}

	@Test
	void constantsOfAssemblyAreToldWithTheirValues() throws Exception {
		FileChange.Modified edit = DemoKernel.edit(SUSPEND, "u64 misc_enable;", "u64 another;\n\tu64 misc_enable;");
		CheckResult result = check(edit);
		Finding finding = only(result);
		assertEquals("u64 another;", edit.after().lines().toList().get(finding.line() - 1).strip());
		assertTrue(finding.message().matches(SUSPEND + " is part only of .*: arch/x86/kernel/asm-offsets\\.s, .*\\(saved_context_gdt_desc is \\d+ there, and would be \\d+\\)"), finding::message);
		assertEquals(List.of(Severity.ERROR), result.findings().stream().map(Finding::severity).toList(), "told once, and nothing else: " + result.findings());
		assertEquals(Verdict.UNSUPPORTED, result.verdict());
	}

	private static Finding only(CheckResult result) {
		List<Finding> found = result.findings().stream().filter(f -> f.rule() == Rule.OUT_OF_REACH).toList();
		assertEquals(1, found.size(), result.findings()::toString);
		return found.getFirst();
	}

	private CheckResult check(FileChange... edits) throws Exception {
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(new ChangeSet("out", List.of(edits), List.of()), work, CheckProgress.SILENT, Cancellation.NEVER);
	}
}

package dev.livepatch.core.tests.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.FanOut;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.module.ExtractedObject;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** What the author of a change to a header learns of its reach, and when. */
class FanOutTest {
	private static final ParentObject VMLINUX = new ParentObject(ParentObject.VMLINUX, Path.of("vmlinux"));
	private static final String HEADER = "fs/pnode.h";
	private static final String REACH = HEADER + " is part of 3 objects, all of vmlinux";

	@TempDir
	static Path cache;

	@TempDir
	Path work;

	private final List<String> told = new ArrayList<>();

	@Test
	void isToldBeforeAnythingIsCompiledAndSummedUpAfterwards() throws Exception {
		CheckResult result = check(Integer.MAX_VALUE, Cancellation.NEVER);
		assertEquals(REACH, told.getFirst());
		assertTrue(told.get(1).endsWith(": compiling"), told::toString);
		Finding finding = result.findings().stream().filter(f -> f.rule() == Rule.HEADER_FAN_OUT).findFirst().orElseThrow();
		long functions = result.objects().stream().mapToLong(o -> o.changed().size()).sum();
		long objects = result.objects().stream().filter(o -> !o.changed().isEmpty()).count();
		assertTrue(functions > 1 && objects > 1, result.objects()::toString);
		assertEquals(REACH + "; " + functions + " functions in " + objects + " of them change", finding.message());
		assertEquals(Severity.INFO, finding.severity());
		assertEquals(HEADER, finding.file());
		assertTrue(edit().after().lines().toList().get(finding.line() - 1).contains("MNT_MARKED"), finding::toString);
		assertEquals(Verdict.PATCHABLE, result.verdict(), result.findings().toString());
	}

	@Test
	void objectsThatAreRefusedAreCountedAsSuch() {
		FanOut fanOut = new FanOut(new SourcePlace("a.h", 1), Map.of("a.o", VMLINUX, "b.o", VMLINUX));
		String reach = "a.h is part of 2 objects, all of vmlinux; ";
		assertEquals(reach + "they come out as without the edit", fanOut.told(List.of(report("a.o", Verdict.UNCHANGED), report("b.o", Verdict.UNCHANGED))).message());
		assertEquals(reach + "1 of them cannot be patched", fanOut.told(List.of(report("a.o", Verdict.UNSUPPORTED), report("other.o", Verdict.PATCHABLE, "f"))).message());
		assertEquals(reach + "1 function in b.o changes, and 1 cannot be patched", fanOut.told(List.of(report("a.o", Verdict.FAILED), report("b.o", Verdict.PATCHABLE, "f"))).message());
	}

	private static ObjectReport report(String path, Verdict verdict, String... changed) {
		return new ObjectReport(path, path.replace(".o", ".c"), VMLINUX, verdict, List.of(changed), List.of(), List.of(), Map.of(), List.of(), ExtractedObject.NONE, List.of(),
				Optional.empty());
	}

	@Test
	void beyondTheLimitNothingIsCompiled() throws Exception {
		CheckResult result = check(2, Cancellation.NEVER);
		assertEquals(List.of(REACH), told);
		assertEquals(Verdict.FAILED, result.verdict());
		Finding finding = result.findings().getFirst();
		assertEquals(Severity.ERROR, finding.severity());
		assertTrue(finding.message().startsWith(REACH + ": more than the 2"), finding::toString);
		assertTrue(finding.fix().contains("--max-objects"), finding::toString);
		assertFalse(Files.exists(work.resolve("patched")));
	}

	@Test
	void canBeCancelledOnceItIsKnown() {
		assertThrows(CancellationException.class, () -> check(Integer.MAX_VALUE, () -> !told.isEmpty()));
		assertFalse(Files.exists(work.resolve("patched")));
	}

	private CheckResult check(int maxObjects, Cancellation cancellation) throws IOException {
		CheckProgress progress = (done, total, what) -> told.add(what);
		return new Checker(DemoKernel.open(), DemoKernel.toolchain(cache)).check(new ChangeSet("fan-out", List.of(edit()), List.of()), work, maxObjects, progress, cancellation);
	}

	private static FileChange.Modified edit() {
		return DemoKernel.edit(HEADER, "mnt->mnt.mnt_flags |= MNT_SHARED;", "mnt->mnt.mnt_flags |= MNT_SHARED | MNT_MARKED;");
	}
}

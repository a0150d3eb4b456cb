package dev.livepatch.vm.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RuntimeFindings;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.RuntimeProblem.Kind;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.Observations;
import dev.livepatch.vm.source.CodeLine;

/** What went wrong in the guest, on the author's lines. */
class RuntimeFindingsTest {
	private static final ChangeSet CHANGE = new ChangeSet("x", List.of(new FileChange.Modified("kernel/a.c", "one\ntwo\nthree\n", "one\nnew\nnewer\ntwo\nthree\n")), List.of());

	@Test
	void aLineOfTheOriginalIsShownInThePatchedFile() {
		Finding finding = only(new RuntimeProblem(Kind.STUCK_TRANSITION, "stuck", Optional.of("loop"), List.of(), line("kernel/a.c", false)));
		assertEquals(Rule.STUCK_TRANSITION, finding.rule());
		assertEquals("kernel/a.c:5", finding.file() + ":" + finding.line());
		assertEquals("loop", finding.function());
	}

	@Test
	void aLineOfAFileThatIsLeftAsItIs() {
		Finding finding = only(new RuntimeProblem(Kind.STUCK_TRANSITION, "stuck", Optional.of("loop"), List.of(), line("kernel/b.c", false)));
		assertEquals("kernel/b.c:3", finding.file() + ":" + finding.line());
	}

	@Test
	void aLineOfThePatchIsWhereItIs() {
		Finding finding = only(new RuntimeProblem(Kind.OOPS, "oops", Optional.of("loop"), List.of(), line("kernel/a.c", true)));
		assertEquals("kernel/a.c:3", finding.file() + ":" + finding.line());
	}

	private static Optional<CodeLine> line(String file, boolean ofPatch) {
		return Optional.of(new CodeLine(new SourcePlace(file, 3), ofPatch));
	}

	@Test
	void withoutALineTheFunctionsBeginning() {
		Finding finding = only(new RuntimeProblem(Kind.OOPS, "oops", Optional.of("loop")));
		assertEquals("kernel/a.c:1", finding.file() + ":" + finding.line());
		assertEquals(":0", only(new RuntimeProblem(Kind.PANIC, "panic", Optional.empty())).file() + ":" + only(new RuntimeProblem(Kind.PANIC, "panic", Optional.of("other"))).line());
	}

	/** As Linux 7.3 said under the mixed workload in an emulated machine of two processors; never in one of one thread. */
	@Test
	void aRaceThatAnEmulatorLosesHasAWayOut() {
		Finding finding = only(new RuntimeProblem(Kind.STALE_BREAKPOINT, "Oops: int3: 0000 [#1] SMP (in preempt_schedule_irq)", Optional.of("preempt_schedule_irq")));
		assertEquals(Rule.MACHINE_FAILED, finding.rule());
		assertTrue(finding.fix().contains("cpus = 1"), finding::fix);
		assertEquals(Rule.KERNEL_FAULT.remedy(), only(new RuntimeProblem(Kind.OOPS, "Oops: int3: 0000 [#1] SMP (in loop)", Optional.of("loop"))).fix());
	}

	private static Finding only(RuntimeProblem problem) {
		VerificationReport report = new VerificationReport(Outcome.FAILED, List.of(), List.of(problem), Path.of("console.log"), Observations.NONE);
		return RuntimeFindings.of(report, CHANGE, f -> f.equals("loop") ? Optional.of(new SourcePlace("kernel/a.c", 1)) : Optional.empty()).getFirst();
	}
}

package dev.livepatch.core.tests.hazard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.hazard.Hazards;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** An object of the kernel with tracepoints of its own, taken for a part of the kernel, and of a module. */
class TracepointTest {
	private static final String OBJECT = "mm/vmscan.o";

	@Test
	void tracepointsOfModulesAreLost() throws Exception {
		Path object = DemoKernel.directory().resolve(OBJECT);
		List<Finding> found = tracepoints(new ParentObject("reclaim", object));
		assertTrue(found.stream().allMatch(f -> f.function().equals("kswapd")), found.toString());
		assertTrue(found.stream().anyMatch(f -> f.subject().equals("mm_vmscan_kswapd_wake")), found.toString());
		assertTrue(found.getFirst().message().contains("its key belongs to a module"), found.toString());
	}

	@Test
	void tracepointsOfTheKernelStay() throws Exception {
		assertEquals(List.of(), tracepoints(DemoKernel.object(OBJECT).parent()));
	}

	private static List<Finding> tracepoints(ParentObject parent) throws Exception {
		Path object = DemoKernel.directory().resolve(OBJECT);
		AffectedObject affected = new AffectedObject(DemoKernel.object(OBJECT).command(), parent);
		CompiledPair pair = new CompiledPair(affected, object, object, Optional.empty(), Optional.empty(), List.of(), Duration.ZERO, Duration.ZERO, true);
		ObjectEvidence evidence = new ObjectEvidence(pair, new AuthorSource(DemoKernel.open(), new ChangeSet("tracepoints", List.of(), List.of()), Cancellation.NEVER));
		return Hazards.inspect(evidence, List.of(new ChangedFunction("kswapd", "changed function: kswapd"))).stream().filter(f -> f.rule() == Rule.TRACEPOINT_INERT).toList();
	}
}

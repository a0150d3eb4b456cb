package dev.livepatch.core.tests.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.CauseRules;
import dev.livepatch.core.cause.CauseRules.Caused;
import dev.livepatch.core.cause.Reason;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;

/** How many findings the causes of a patch become. */
class CauseRulesTest {
	private static final SourcePlace EDIT = new SourcePlace("include/linux/x.h", 12);

	private static List<Caused> inliners(int count) {
		return IntStream.range(0, count).mapToObj(n -> new Caused(new Cause("f" + n, Reason.INLINES, EDIT, "inlines g", "f" + n + " contains a copy of g"),
				new SourcePlace("fs/a.c", 10 * n), "fs/o" + n % 3 + ".o")).toList();
	}

	@Test
	void aFewAreToldEachAtItsLine() {
		List<Finding> findings = CauseRules.findings(inliners(8));
		assertEquals(IntStream.range(0, 8).mapToObj(n -> "fs/a.c:" + 10 * n).toList(), findings.stream().map(f -> f.file() + ":" + f.line()).toList());
	}

	@Test
	void manyAreToldTogetherAtTheEditWithTheirPlaces() {
		List<Finding> findings = CauseRules.findings(inliners(9));
		assertEquals(1, findings.size(), findings.toString());
		Finding finding = findings.getFirst();
		assertEquals(Rule.CHANGED_BY_INLINING, finding.rule());
		assertEquals(EDIT, new SourcePlace(finding.file(), finding.line()));
		assertTrue(finding.message().startsWith("9 functions in 3 objects are in the patch because of this edit"), finding.message());
		assertTrue(finding.message().endsWith("f3 (inlines g) and 5 more"), finding.message());
		assertEquals(9, finding.related().size());
	}

	@Test
	void eachEditHasItsOwn() {
		List<Caused> causes = new java.util.ArrayList<>(inliners(8));
		causes.add(new Caused(new Cause("h", Reason.INLINES, new SourcePlace("fs/a.c", 3), "inlines i", "h contains a copy of i"), new SourcePlace("fs/a.c", 99), "fs/a.o"));
		assertEquals(9, CauseRules.findings(causes).size());
	}
}

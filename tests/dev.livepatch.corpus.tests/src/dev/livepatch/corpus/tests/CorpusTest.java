package dev.livepatch.corpus.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.corpus.tests.CorpusCase.Place;
import dev.livepatch.corpus.tests.CorpusRun.Judged;

/** Small real changes all over the kernel: the verdict is the differ's own, and each refusal is on its line. */
class CorpusTest {

	@TestFactory
	Stream<DynamicTest> changes() throws Exception {
		List<CorpusCase> cases = CorpusCase.all();
		CorpusRun.get().judge(cases);
		return cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), c.patch().toUri(), () -> judge(c, CorpusRun.get().judge(c).get())));
	}

	private static void judge(CorpusCase expected, Judged judged) {
		assertEquals(expected.text(judged.change()), actual(expected, judged), () -> "all findings: " + judged.result().findings());
		assertEquals(judged.bare(), judged.ours(), "the differ's own verdict on each object, and ours");
	}

	/** What came, in the words of the case: all errors, but of warnings and changed functions only those it asks for. */
	private static String actual(CorpusCase expected, Judged judged) {
		List<Place> asked = expected.places().stream().map(p -> p.in(judged.change())).toList();
		List<Place> found = judged.result().findings().stream()
				.filter(f -> f.severity() == Severity.ERROR || asked.contains(Place.of(f, judged.change()))).map(f -> Place.of(f, judged.change())).distinct().toList();
		List<String> changed = judged.result().objects().stream().map(ObjectReport::changed).flatMap(List::stream).toList();
		Verdict differ = judged.bare().isEmpty() ? expected.differ() : worst(judged.bare());
		return CorpusCase.text(judged.result().verdict(), differ, expected.changes().stream().filter(changed::contains).toList(), found);
	}

	/** Counts what the cases show one by one, and says so. */
	@Test
	void agreement() throws Exception {
		List<CorpusCase> cases = CorpusCase.all();
		List<Judged> all = new ArrayList<>();
		for (Future<Judged> judged : CorpusRun.get().judge(cases)) {
			all.add(judged.get());
		}
		assertTrue(cases.size() >= 120, () -> "only " + cases.size() + " changes");
		int objects = 0;
		int same = 0;
		for (Judged judged : all) {
			Map<String, Verdict> ours = judged.ours();
			objects += judged.bare().size();
			same += (int) judged.bare().entrySet().stream().filter(e -> e.getValue() == ours.get(e.getKey())).count();
		}
		Map<Verdict, Integer> verdicts = new TreeMap<>();
		cases.forEach(c -> verdicts.merge(c.expected(), 1, Integer::sum));
		long stricter = cases.stream().filter(c -> c.expected() != c.differ()).count();
		System.out.println("corpus: " + cases.size() + " changes " + verdicts + ", agreement with the differ " + same + "/" + objects + " objects; " + stricter
				+ " changes are refused that it accepts");
		assertEquals(objects, same);
	}

	private static Verdict worst(Map<String, Verdict> verdicts) {
		return Stream.of(Verdict.FAILED, Verdict.UNSUPPORTED, Verdict.PATCHABLE).filter(verdicts::containsValue).findFirst().orElse(Verdict.UNCHANGED);
	}
}

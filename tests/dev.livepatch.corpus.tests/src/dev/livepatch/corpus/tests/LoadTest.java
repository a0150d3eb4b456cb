package dev.livepatch.corpus.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.verify.Verification;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.observation.StepVerdict;

/** Of the changes that are accepted, every so many: each becomes a module that loads, passes its transition, redirects its functions and comes off again. */
class LoadTest {
	private static final int SAMPLE = 30;
	private static final int WORKERS = Runtime.getRuntime().availableProcessors();
	private static final ExecutorService MACHINES = Executors.newFixedThreadPool(WORKERS, Thread.ofPlatform().daemon().factory());

	@AfterAll
	static void stop() {
		MACHINES.shutdownNow();
	}

	@TestFactory
	Stream<DynamicTest> accepted() throws IOException {
		List<CorpusCase> accepted = CorpusCase.all().stream().filter(c -> c.expected() == Verdict.PATCHABLE).toList();
		List<CorpusCase> sample = IntStream.range(0, SAMPLE).mapToObj(i -> accepted.get(i * accepted.size() / SAMPLE)).toList();
		CorpusRun.get().judge(sample);
		Map<CorpusCase, Future<VerificationReport>> reports = new LinkedHashMap<>();
		sample.forEach(c -> reports.put(c, MACHINES.submit(() -> verify(c))));
		return reports.entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey().name(), e.getKey().patch().toUri(), () -> judge(e.getValue().get())));
	}

	private static void judge(VerificationReport report) {
		assertEquals(Outcome.VERIFIED, report.outcome(), report::toString);
		for (String name : List.of(Step.LOAD, Step.TRANSITION, Step.REDIRECTED, Step.UNLOAD)) {
			assertEquals(StepVerdict.PASSED, report.step(name).orElseThrow().verdict(), () -> name + " in " + report);
		}
	}

	private static VerificationReport verify(CorpusCase corpusCase) throws IOException, InterruptedException, ExecutionException {
		CorpusRun run = CorpusRun.get();
		CheckResult result = run.judge(corpusCase).get().result();
		Path work = Files.createDirectories(run.work(corpusCase).resolve("module"));
		Path module = new PatchModuleBuilder().build(DemoKernel.open(), run.tools(), corpusCase.patchName(), true, result.patchedObjects(), work, Cancellation.NEVER).file();
		VerificationPlan plan = new VerificationPlan(DemoKernel.open(), module, List.of(), result.patchedModules(), List.of(), run.machine(), Deadlines.DEFAULT.scaled(2), work);
		return new Verification(plan, event -> {
		}, Cancellation.NEVER).run();
	}
}

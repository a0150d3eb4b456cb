package dev.livepatch.corpus.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.MachineSettings;

/** Checks each case of the corpus once for all tests, as many side by side as there are processors. */
final class CorpusRun {
	private static final int WORKERS = Runtime.getRuntime().availableProcessors();
	private static CorpusRun run;

	private final Path directory = Files.createTempDirectory("corpus");
	private final Toolchain tools = DemoKernel.toolchain(directory.resolve("cache"));
	private final Checker checker = new Checker(DemoKernel.open(), tools);
	private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, Thread.ofPlatform().daemon().factory());
	private final BlockingQueue<BareDiffer> trees = new LinkedBlockingQueue<>();
	private final Map<String, Future<Judged>> judged = new ConcurrentHashMap<>();

	/** @param bare the differ's own verdict on each object */
	record Judged(ChangeSet change, CheckResult result, Map<String, Verdict> bare) {

		/** Of a check, on each object. */
		Map<String, Verdict> ours() {
			Map<String, Verdict> verdicts = new TreeMap<>();
			result.objects().forEach(o -> verdicts.put(o.path(), o.verdict()));
			return verdicts;
		}
	}

	private CorpusRun() throws IOException {
		for (int i = 0; i < WORKERS; i++) {
			trees.add(new BareDiffer(directory.resolve("tree-" + i), tools));
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
	}

	static synchronized CorpusRun get() throws IOException {
		if (run == null) {
			run = new CorpusRun();
		}
		return run;
	}

	Toolchain tools() {
		return tools;
	}

	/** Saved by the first run that boots it. */
	MachineSettings machine() throws ToolException {
		Map<String, String> environment = new HashMap<>(System.getenv());
		environment.put(Toolchain.CACHE, tools.cache().toString());
		return MachineSettings.locate(environment);
	}

	/** Where a case's derived files are. */
	Path work(CorpusCase corpusCase) {
		return directory.resolve("work").resolve(corpusCase.name());
	}

	/** Starts the case unless it has been. */
	Future<Judged> judge(CorpusCase corpusCase) {
		return judged.computeIfAbsent(corpusCase.name(), n -> workers.submit(() -> run(corpusCase)));
	}

	List<Future<Judged>> judge(List<CorpusCase> cases) {
		return cases.stream().map(this::judge).toList();
	}

	private Judged run(CorpusCase corpusCase) throws IOException, ChangeException, InterruptedException {
		ChangeSet change = PatchReader.read(corpusCase.patchName(), List.of(corpusCase.patch()), DemoKernel.open().source(), Cancellation.NEVER);
		CheckResult result = checker.check(change, work(corpusCase), CheckProgress.SILENT, Cancellation.NEVER);
		BareDiffer bare = trees.take();
		try {
			return new Judged(change, result, bare.verdicts(corpusCase));
		} finally {
			trees.add(bare);
		}
	}

	private void remove() {
		try (var files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}

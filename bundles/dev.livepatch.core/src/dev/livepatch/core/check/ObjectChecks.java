package dev.livepatch.core.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompileException;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.CompilerDiagnostic;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.check.CheckLog.Stage;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.process.Awaited;
import dev.livepatch.core.process.Cancellation;

/** Compiles, compares and explains each affected object, as many side by side as there are processors. */
final class ObjectChecks {
	private final ChangeSet change;
	private final Path workDir;
	private final CheckLog log;
	private final CheckProgress progress;
	private final Cancellation cancellation;
	private final ObjectCompiler compiler;
	private final ObjectJudge judge;
	private final AtomicInteger done = new AtomicInteger();

	ObjectChecks(ObjectCompiler compiler, ObjectJudge judge, ChangeSet change, Path workDir, CheckLog log, CheckProgress progress, Cancellation cancellation) {
		this.change = change;
		this.workDir = workDir;
		this.log = log;
		this.progress = progress;
		this.cancellation = cancellation;
		this.compiler = compiler;
		this.judge = judge;
	}

	void run(Collection<AffectedObject> objects) throws IOException {
		int threads = Math.max(1, Math.min(objects.size(), Runtime.getRuntime().availableProcessors()));
		try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
			List<Future<Void>> checks = new ArrayList<>();
			for (AffectedObject object : objects) {
				checks.add(executor.submit(() -> {
					check(object, objects.size());
					return null;
				}));
			}
			try {
				for (Future<Void> check : checks) {
					Awaited.result(check);
				}
			} catch (IOException | RuntimeException | Error e) {
				executor.shutdownNow();
				throw e;
			}
		}
	}

	private void check(AffectedObject object, int total) throws IOException {
		cancellation.check();
		working(object, total, "compiling");
		Optional<CompiledPair> pair = compile(object);
		if (pair.isPresent()) {
			working(object, total, "comparing");
			judge.judge(pair.get());
		}
		done.incrementAndGet();
	}

	private synchronized void working(AffectedObject object, int total, String what) {
		progress.working(done.get(), total, object.path() + ": " + what);
	}

	private Optional<CompiledPair> compile(AffectedObject object) throws IOException {
		try {
			CompiledPair pair = compiler.compile(object, change, workDir, cancellation);
			log.took(Stage.ORIGINAL, pair.originalTime());
			log.took(Stage.PATCHED, pair.patchedTime());
			pair.warnings().stream().filter(d -> d.severity() == CompilerDiagnostic.Severity.WARNING).map(d -> diagnostic(Rule.COMPILE_WARNING, d)).forEach(log::add);
			return Optional.of(pair);
		} catch (CompileException e) {
			List<Finding> errors = e.diagnostics().stream().filter(d -> d.severity() == CompilerDiagnostic.Severity.ERROR).map(d -> diagnostic(Rule.COMPILE_ERROR, d)).toList();
			errors.forEach(log::add);
			log.add(ObjectReport.broken(object, errors));
			return Optional.empty();
		}
	}

	private static Finding diagnostic(Rule rule, CompilerDiagnostic diagnostic) {
		return Finding.of(rule, new SourcePlace(diagnostic.file(), diagnostic.line()), diagnostic.message());
	}
}

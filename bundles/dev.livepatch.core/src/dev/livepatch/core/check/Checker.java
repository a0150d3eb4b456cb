package dev.livepatch.core.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.cause.CauseRules;
import dev.livepatch.core.cause.CauseRules.Caused;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.differ.KpatchDiffer;
import dev.livepatch.core.differ.ObjectDiffer;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.fix.Fixes;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelProblem;
import dev.livepatch.core.process.Cancellation;

/** The pipeline: a change becomes affected objects, compiled pairs, the differ's verdicts and findings. Keeps what it learns of its kernel: use one for many checks, from any thread. */
public final class Checker {
	private final KernelBuild kernel;
	private final ObjectCompiler compiler;
	private final ObjectDiffer differ;
	private final DifferInputs inputs;

	/** With kpatch's differ. */
	public Checker(KernelBuild kernel, Toolchain tools) {
		this(kernel, tools, new KpatchDiffer(tools, Toolchain.klpArch(kernel.release())));
	}

	public Checker(KernelBuild kernel, Toolchain tools, ObjectDiffer differ) {
		this.kernel = kernel;
		this.differ = differ;
		compiler = new ObjectCompiler(kernel, tools);
		inputs = new DifferInputs(kernel, tools);
	}

	/** As {@link #check(ChangeSet, Path, int, CheckProgress, Cancellation)}, however many objects a changed header reaches. */
	public CheckResult check(ChangeSet change, Path workDir, CheckProgress progress, Cancellation cancellation) throws IOException {
		return check(change, workDir, Integer.MAX_VALUE, progress, cancellation);
	}

	/**
	 * Checks a change. What is wrong with the change itself comes back as findings.
	 *
	 * @param workDir    where derived files go; made if missing
	 * @param maxObjects how many objects changed headers may reach; if they reach more, that is the only finding, with an error, and there is no verdict
	 * @param progress   told first of all how many objects changed headers reach
	 * @throws IOException                                if the kernel build cannot be read or a tool cannot be run
	 * @throws java.util.concurrent.CancellationException if cancelled; no process is left then
	 */
	public CheckResult check(ChangeSet change, Path workDir, int maxObjects, CheckProgress progress, Cancellation cancellation) throws IOException {
		CheckLog log = new CheckLog();
		for (KernelProblem problem : kernel.problems()) {
			Severity severity = problem.severity() == KernelProblem.Severity.ERROR ? Severity.ERROR : Severity.WARNING;
			log.add(Finding.of(Rule.KERNEL_PROBLEM, new SourcePlace("", 0), problem.message()).as(severity, problem.remedy()));
		}
		if (log.hasErrors()) {
			return log.result(Verdict.FAILED);
		}
		AuthorSource source = new AuthorSource(kernel, change, cancellation);
		List<FanOut> fanOuts = Affected.fanOuts(change, kernel, source, cancellation);
		for (FanOut fanOut : fanOuts) {
			progress.working(0, fanOut.objects().size(), fanOut.text());
			if (fanOut.objects().size() > maxObjects) {
				log.add(fanOut.refused(maxObjects));
			}
		}
		if (log.hasErrors()) {
			return log.result(Verdict.FAILED);
		}
		Affected affected = Affected.by(change, kernel, source, log, cancellation);
		Linking linking = new Linking(kernel.exports());
		ObjectJudge judge = new ObjectJudge(compiler, differ, inputs, source, change, linking, workDir, log, cancellation);
		new ObjectChecks(compiler, judge, change, workDir, log, progress, cancellation).run(affected.objects());
		linking.missing().forEach(log::add);
		linking.unreached(log.objects()).forEach(log::add);
		new OutOfReach(kernel, compiler, source, change, workDir, cancellation).findings(log.objects()).forEach(log::add);
		if (log.verdict() == Verdict.UNCHANGED && !log.hasFindings()) {
			log.add(nothingChanged(change, source, affected));
		}
		new LeftOutEdits(source).findings().forEach(log::add);
		CauseRules.findings(log.objects().stream().flatMap(Checker::causes).toList()).forEach(log::add);
		fanOuts.forEach(fanOut -> log.add(fanOut.told(log.objects())));
		return log.result(log.verdict()).offering(new Fixes(change));
	}

	private static Stream<Caused> causes(ObjectReport object) {
		return object.causes().stream().map(cause -> new Caused(cause, object.places().getOrDefault(cause.function(), cause.place()), object.path()));
	}

	private static Finding nothingChanged(ChangeSet change, AuthorSource source, Affected affected) {
		if (change.files().isEmpty()) {
			return Finding.of(Rule.NO_CHANGE, new SourcePlace("", 0), "nothing differs from the kernel's sources");
		}
		return Finding.of(Rule.NO_CHANGE, source.firstEdit(change.files().getFirst().path()), affected.objects().isEmpty() ? "nothing that this kernel was made of comes out otherwise with the change"
				: "the " + affected.objects().size() + " objects made from the changed files do the same with and without the change");
	}
}

package dev.livepatch.core.check;

import java.io.IOException;
import java.nio.file.Path;

import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.differ.KpatchDiffer;
import dev.livepatch.core.differ.ObjectDiffer;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
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

	/**
	 * Checks a change. What is wrong with the change itself comes back as findings.
	 *
	 * @param workDir where derived files go; made if missing
	 * @throws IOException                                if the kernel build cannot be read or a tool cannot be run
	 * @throws java.util.concurrent.CancellationException if cancelled; no process is left then
	 */
	public CheckResult check(ChangeSet change, Path workDir, CheckProgress progress, Cancellation cancellation) throws IOException {
		CheckLog log = new CheckLog();
		for (KernelProblem problem : kernel.problems()) {
			Severity severity = problem.severity() == KernelProblem.Severity.ERROR ? Severity.ERROR : Severity.WARNING;
			log.add(Finding.of(Rule.KERNEL_PROBLEM, new SourcePlace("", 0), problem.message()).as(severity, problem.remedy()));
		}
		if (log.hasErrors()) {
			return log.result(Verdict.FAILED);
		}
		AuthorSource source = new AuthorSource(kernel, change);
		Affected affected = Affected.by(change, kernel, source, log, cancellation);
		new ObjectChecks(compiler, differ, inputs, source, change, workDir, log, progress, cancellation).run(affected.objects());
		if (log.verdict() == Verdict.UNCHANGED && !log.hasFindings()) {
			log.add(nothingChanged(change, affected));
		}
		return log.result(log.verdict());
	}

	private static Finding nothingChanged(ChangeSet change, Affected affected) {
		String file = change.files().isEmpty() ? "" : change.files().get(0).path();
		String message = change.files().isEmpty() ? "nothing differs from the kernel's sources"
				: "the " + affected.objects().size() + " objects made from the changed files do the same with and without the change";
		return Finding.of(Rule.NO_CHANGE, new SourcePlace(file, 0), message);
	}
}

package dev.livepatch.core.check;

import java.io.IOException;
import java.nio.file.Path;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelProblem;
import dev.livepatch.core.process.Cancellation;

/** The pipeline: a change becomes affected objects, compiled pairs, the differ's verdicts and findings. */
public final class Checker {
	private final KernelBuild kernel;
	private final Toolchain tools;

	public Checker(KernelBuild kernel, Toolchain tools) {
		this.kernel = kernel;
		this.tools = tools;
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
			log.add(new Finding(Rule.KERNEL_PROBLEM, severity, "", 0, "", problem.message(), problem.remedy()));
		}
		if (log.hasErrors()) {
			return log.result(Verdict.FAILED);
		}
		Affected affected = Affected.by(change, kernel, new AuthorSource(kernel, change), log, cancellation);
		new ObjectChecks(kernel, tools, change, workDir, log, progress, cancellation).run(affected.objects());
		return log.result(log.verdict());
	}
}

package dev.livepatch.ide.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.build.PatchVariants;
import dev.livepatch.core.build.PatchedObject;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.TextReport;
import dev.livepatch.ide.check.Checkers;
import dev.livepatch.ide.check.MonitorProgress;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.launch.RunState.RunOutcome;
import dev.livepatch.ide.launch.RunState.StepState;
import dev.livepatch.ide.launch.RunState.StepStatus;
import dev.livepatch.ide.preferences.Tools;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RunOptions;
import dev.livepatch.vm.RuntimeProblem;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.verify.Verification;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.report.RunRecord;
import dev.livepatch.vm.trial.TrialBuilder;

/** The stages of one run: check, patch module, machine. */
final class VerificationRun {
	private static final String CHECK = "check";
	private static final String MODULE = "patch module";
	private static final String TRIALS = "trials' tools";

	private final LaunchSettings settings;
	private final IProject project;
	private final VerificationProcess process;

	VerificationRun(LaunchSettings settings, IProject project, VerificationProcess process) {
		this.settings = settings;
		this.project = project;
		this.process = process;
	}

	void run(IProgressMonitor monitor) throws IOException, CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, 100);
		Cancellation cancellation = progress::isCanceled;
		RuntimeMarkers.clear(project);
		ProjectLayout layout = ProjectLayout.of(project);
		LivepatchProject livepatch = LivepatchProject.open(layout.directory());
		KernelBuild kernel = KernelBuilds.of(project);
		Toolchain tools = Tools.toolchain();
		Path output = Files.createDirectories(layout.launchDirectory());

		ChangeSet change = livepatch.change(kernel.source(), cancellation);
		CheckResult result = check(change, Checkers.of(kernel, tools), output, progress.split(20), cancellation);
		Optional<String> refusal = switch (result.verdict()) {
			case PATCHABLE -> Optional.empty();
			case UNSUPPORTED -> Optional.of(Messages.unpatchable);
			case UNCHANGED -> Optional.of(Messages.unchanged);
			case FAILED -> Optional.of(Messages.unchecked);
		};
		if (refusal.isPresent()) {
			end(RunOutcome.FAILED, refusal.get(), List.of());
			return;
		}
		PatchModule module = build(livepatch, kernel, tools, result.patchedObjects(), output, cancellation);
		progress.worked(20);

		VerificationPlan plan = new VerificationPlan(kernel, module.file(), settings.probes(livepatch), result.patchedModules(), List.of(),
				settings.machine(Tools.machine(), livepatch), settings.deadlines(), output)
				.with(options(new PatchVariants(kernel, tools, livepatch.settings().name(), result.patchedObjects(), output), kernel, tools, cancellation));
		SubMonitor machine = progress.split(60).setWorkRemaining(Step.NAMES.size());
		Instant began = Instant.now();
		VerificationReport report = verify(plan, machine, cancellation);
		RuntimeMarkers.publish(project, report.problems(), change, result);
		process.keep(PastRun.keep(project, new RunRecord(livepatch.settings().name(), kernel.release(), began, report)));
		end(report);
	}

	private VerificationReport verify(VerificationPlan plan, SubMonitor machine, Cancellation cancellation) throws IOException {
		try {
			return new Verification(plan, event -> heard(event, machine), cancellation).run();
		} finally {
			process.guestEnded();
		}
	}

	private RunOptions options(PatchVariants variants, KernelBuild kernel, Toolchain tools, Cancellation cancellation) throws IOException {
		TrialBuilder.Wish wish = settings.trials().wish();
		RunOptions options = settings.trials().options();
		if (!wish.isNothing()) {
			long start = begin(TRIALS);
			options = options.with(new TrialBuilder(kernel, tools.cache(), cancellation).build(wish, Optional.of(variants)));
			finish(TRIALS, StepStatus.PASSED, start, Messages.trialsBuilt);
		}
		return process.getLaunch().getLaunchMode().equals(ILaunchManager.DEBUG_MODE) ? options.debugged() : options;
	}

	private CheckResult check(ChangeSet change, Checker checker, Path output, SubMonitor progress, Cancellation cancellation) throws IOException {
		long start = begin(CHECK);
		CheckResult result = checker.check(change, output, new MonitorProgress(progress), cancellation);
		String evidence = TextReport.write(result).stripTrailing();
		finish(CHECK, result.verdict() == Verdict.PATCHABLE ? StepStatus.PASSED : StepStatus.FAILED, start, evidence);
		return result;
	}

	private PatchModule build(LivepatchProject livepatch, KernelBuild kernel, Toolchain tools, List<PatchedObject> objects, Path output,
			Cancellation cancellation) throws IOException {
		long start = begin(MODULE);
		PatchModule module = new PatchModuleBuilder().build(kernel, tools, livepatch.settings().name(), livepatch.settings().replace(), objects, output,
				cancellation);
		finish(MODULE, StepStatus.PASSED, start, NLS.bind(Messages.moduleBuilt, module.file(), Files.size(module.file())));
		return module;
	}

	private void heard(RunEvent event, SubMonitor monitor) {
		switch (event) {
			case RunEvent.MachineStarting starting -> process.say("$ " + String.join(" ", starting.command()));
			case RunEvent.MachineReady ready -> {
				// the step's evidence says it
			}
			case RunEvent.StepStarted started -> {
				monitor.subTask(started.name());
				process.update(s -> s.started(started.name()));
			}
			case RunEvent.StepFinished finished -> {
				Step step = finished.step();
				monitor.worked(1);
				show(new StepState(step.name(), StepStatus.of(step.verdict()), step.elapsed(), step.evidence()));
			}
			case RunEvent.DebuggerAwaited debugger -> {
				String wait = NLS.bind(Messages.waitsForDebugger, String.join(" ", debugger.command()));
				process.say(wait);
				process.update(s -> s.waiting(wait));
			}
			case RunEvent.Console console -> process.guestWrote(console.text());
		}
	}

	private long begin(String step) {
		process.update(s -> s.started(step));
		return System.nanoTime();
	}

	private void finish(String step, StepStatus status, long start, String evidence) {
		show(new StepState(step, status, Duration.ofNanos(System.nanoTime() - start), evidence));
	}

	private void show(StepState step) {
		process.update(s -> s.finished(step));
		String first = step.evidence().lines().findFirst().orElse("");
		process.say("-- %s: %s (%.1f s)%s".formatted(step.name(), step.status().name().toLowerCase(), step.elapsed().toMillis() / 1000.0,
				first.isEmpty() ? "" : " " + first));
	}

	private void end(VerificationReport report) {
		RunOutcome outcome = switch (report.outcome()) {
			case VERIFIED -> RunOutcome.VERIFIED;
			case FAILED -> RunOutcome.FAILED;
			case ERROR -> RunOutcome.ERROR;
		};
		List<String> problems = report.problems().stream().map(RuntimeProblem::message).toList();
		String seconds = "%.1f s".formatted(report.elapsed().toMillis() / 1000.0);
		String summary = switch (outcome) {
			case VERIFIED -> NLS.bind(Messages.verified, seconds);
			case FAILED, ERROR, RUNNING, CANCELLED -> problems.isEmpty() ? Messages.notVerified : problems.get(0).lines().findFirst().orElse("");
		};
		end(outcome, summary, problems);
	}

	private void end(RunOutcome outcome, String summary, List<String> problems) {
		process.say("== " + summary);
		process.end(s -> s.ended(outcome, summary, problems));
	}
}

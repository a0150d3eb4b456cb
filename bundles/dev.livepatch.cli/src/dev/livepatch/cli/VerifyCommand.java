package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.build.PatchVariants;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.TextReport;
import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.MachineSettings;
import dev.livepatch.vm.Outcome;
import dev.livepatch.vm.RunEvent;
import dev.livepatch.vm.RunOptions;
import dev.livepatch.vm.RuntimeFindings;
import dev.livepatch.vm.Step;
import dev.livepatch.vm.verify.Verification;
import dev.livepatch.vm.VerificationPlan;
import dev.livepatch.vm.VerificationReport;
import dev.livepatch.vm.report.ReportFiles;
import dev.livepatch.vm.report.RunRecord;
import dev.livepatch.vm.trial.TrialBuilder;
import dev.livepatch.vm.trial.Trials;

@Command(name = "verify", description = "Loads a live patch in an emulated kernel and verifies it with probes.")
final class VerifyCommand extends ChangeCommand {

	@Parameters(arity = "1..*", paramLabel = "PATCH-or-PROJECT-or-KO", description = "Patches, mails or quilt series, applied in order as one change, one live patch project, or one finished module.")
	private List<Path> inputs;

	@Option(names = "--probe", paramLabel = "SCRIPT", description = "A shell script run in the guest: must fail before the load, pass after it and fail after the unload. A project's own are used too.")
	private List<Path> probes = List.of();

	@Option(names = "--timeout-factor", paramLabel = "N", defaultValue = "1", description = "All deadlines times this, for slow hosts.")
	private double timeoutFactor;

	@Option(names = "--cold", description = "Boots the kernel, although a machine was saved after an earlier boot.")
	private boolean cold;

	@Option(names = "--report", paramLabel = "DIR", description = "Writes report.html, report.md and report.xml (JUnit's form), and the console's log, into this directory.")
	private Path reportDirectory;

	@Option(names = "--debug", description = "Waits for gdb once the patch is in force, and says how to attach it. There are no deadlines then.")
	private boolean debug;

	@Mixin
	private TrialOptions trials = new TrialOptions();

	@Option(names = "--force-transition", description = "Forces a transition that does not end in time. Then consistency is no longer guaranteed and the patch is never taken off; nothing is verified.")
	private boolean force;

	@Option(names = "--trace", description = "Traces the calls of the patched functions while the probes run with the patch.")
	private boolean trace;

	VerifyCommand(Cancellation cancellation) {
		super(cancellation);
	}

	@Override
	List<Path> inputs() {
		return inputs;
	}

	@Override
	int run(Input input, KernelBuild kernel, WorkDirectory work) throws IOException {
		MachineSettings found = MachineSettings.locate(System.getenv());
		MachineSettings machine = cold ? found.cold() : found;
		return switch (input) {
			case Input.Module module -> verify(kernel, module.file(), machine, probes, ChangeSet.NONE, CheckResult.NONE, Optional.empty(), work);
			case Input.Patches patches -> verify(patches, kernel, machine, work);
			case Input.Project project -> verify(project, kernel, machine.withSize(project.project().settings().machine().cpus(),
					project.project().settings().machine().memoryMb()), work);
		};
	}

	private int verify(Input.Change change, KernelBuild kernel, MachineSettings machine, WorkDirectory work) throws IOException {
		CheckResult result = check(change, kernel, work.directory());
		if (result.verdict() != Verdict.PATCHABLE) {
			return checked(result);
		}
		tell("building the patch module");
		PatchModule module = build(change, result, kernel, work.directory());
		List<Path> all = new ArrayList<>(change.probes());
		all.addAll(probes);
		PatchVariants variants = new PatchVariants(kernel, tools(), change.name(), result.patchedObjects(), work.directory());
		return verify(kernel, module.file(), machine, all, change.read(kernel, cancellation()), result, Optional.of(variants), work);
	}

	private int verify(KernelBuild kernel, Path module, MachineSettings machine, List<Path> all, ChangeSet change, CheckResult result, Optional<PatchVariants> variants,
			WorkDirectory work) throws IOException {
		for (Path probe : all) {
			if (!Files.isReadable(probe)) {
				throw new IOException("probe " + probe + " does not exist or cannot be read");
			}
		}
		VerificationPlan plan = new VerificationPlan(kernel, module, all, result.patchedModules(), List.of(), machine, Deadlines.DEFAULT.scaled(timeoutFactor), work.directory());
		Instant began = Instant.now();
		RunOptions options = new RunOptions(force, trace).with(trials(kernel, variants));
		VerificationReport verification = new Verification(plan.with(debug ? options.debugged() : options), this::tell, cancellation()).run();
		if (verification.outcome() != Outcome.VERIFIED) {
			work.keep();
		}
		if (reportDirectory != null) {
			Path html = ReportFiles.write(new RunRecord(module.getFileName().toString().replaceFirst("\\.ko$", ""), kernel.release(), began, verification), reportDirectory);
			Files.copy(verification.consoleLog(), html.resolveSibling(verification.consoleLog().getFileName()), StandardCopyOption.REPLACE_EXISTING);
			tell("report: " + html);
		}
		VerificationOutput output = new VerificationOutput(verification, RuntimeFindings.of(verification, change, result::placeOf), result.findings());
		report(json() ? output.json() : output.text(work.lasting()));
		return output.exitCode();
	}

	private Trials trials(KernelBuild kernel, Optional<PatchVariants> variants) throws IOException {
		TrialBuilder.Wish wish = trials.wish();
		if (wish.isNothing()) {
			return Trials.NONE;
		}
		tell("building what the trials need");
		return new TrialBuilder(kernel, Toolchain.cacheDirectory(System.getenv()), cancellation()).build(wish, variants);
	}

	private void tell(RunEvent event) {
		switch (event) {
			case RunEvent.StepStarted started -> tell(started.name() + " …");
			case RunEvent.StepFinished finished -> tell(summary(finished.step()));
			case RunEvent.MachineStarting starting -> tell(String.join(" ", starting.command()));
			case RunEvent.MachineReady ready -> tell((ready.restored() ? "the saved machine" : "the booted guest") + " is ready after " + seconds(ready.elapsed()));
			case RunEvent.DebuggerAwaited debugger -> tell("waiting for a debugger: " + String.join(" ", debugger.command()));
			case RunEvent.Console console -> {
				// kept in the log, named in the report
			}
		}
	}

	static String summary(Step step) {
		return String.format(Locale.ROOT, "%-18s %-7s %8s", step.name(), step.verdict().name().toLowerCase(Locale.ROOT), seconds(step.elapsed()));
	}

	private static String seconds(Duration time) {
		return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
	}

	@Override
	int checked(CheckResult result) {
		report(json() ? VerificationOutput.notRun(result) : TextReport.write(result));
		return result.verdict() == Verdict.FAILED ? Main.FAILURE : VerificationOutput.exitCode(Outcome.FAILED);
	}
}

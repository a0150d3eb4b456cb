package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.JsonReport;
import dev.livepatch.core.report.SarifReport;
import dev.livepatch.core.report.TextReport;

/** What the commands share: the inputs, the kernel, the output format, and the check that comes first. */
abstract class ChangeCommand implements Callable<Integer> {

	enum Format {
		text, json, sarif
	}

	@Spec
	private CommandSpec spec;

	@Mixin
	private KernelOption kernelOption;

	@Option(names = "--format", paramLabel = "text|json|sarif", defaultValue = "text", description = "Form of the report on standard output; sarif (for code scanning) with check only.")
	private Format format;

	@Option(names = "--max-objects", paramLabel = "N", description = "Refuse at once a change to a header that more than N objects are made from; a project's livepatch.toml says it too.")
	private Integer maxObjects;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help and exit.")
	private boolean help;

	private final Cancellation cancellation;

	ChangeCommand(Cancellation cancellation) {
		this.cancellation = cancellation;
	}

	/** As given on the command line; at least one. */
	abstract List<Path> inputs();

	/** Where derived files go if the user said so. */
	Optional<Path> outputDirectory() {
		return Optional.empty();
	}

	/** Whether the report is about findings and nothing else. */
	boolean findingsOnly() {
		return false;
	}

	/** @return the exit code */
	abstract int run(Input input, KernelBuild kernel, WorkDirectory work) throws IOException;

	/** Reports what became of the check, where nothing follows it; returns the exit code. */
	int checked(CheckResult result) {
		report(switch (format) {
			case text -> TextReport.write(result);
			case json -> JsonReport.write(result);
			case sarif -> SarifReport.write(result);
		});
		return result.verdict().exitCode();
	}

	@Override
	public final Integer call() throws IOException {
		if (format == Format.sarif && !findingsOnly()) {
			throw new ParameterException(spec.commandLine(), "--format sarif holds the findings of a check: use it with check");
		}
		KernelBuild kernel = kernelOption.open();
		Input input;
		try {
			input = Input.of(inputs(), cancellation);
		} catch (ChangeException e) {
			return checked(CheckResult.refused(e));
		}
		input.remarks().forEach(remark -> tell("note: " + remark));
		try (WorkDirectory work = WorkDirectory.of(input, outputDirectory())) {
			return run(input, kernel, work);
		}
	}

	CheckResult check(Input.Change input, KernelBuild kernel, Path workDir) throws IOException {
		try {
			return check(input.read(kernel, cancellation), kernel, workDir, maxObjects(input));
		} catch (ChangeException e) {
			return CheckResult.refused(e);
		}
	}

	CheckResult check(ChangeSet change, KernelBuild kernel, Path workDir, int maxObjects) throws IOException {
		return new Checker(kernel, tools()).check(change, workDir, maxObjects, progress(), cancellation);
	}

	PatchModule build(Input.Change input, CheckResult result, KernelBuild kernel, Path directory) throws IOException {
		return new PatchModuleBuilder().build(kernel, tools(), input.name(), input.replace(), result.patchedObjects(), directory, cancellation);
	}

	/** For commands that need more than a finished module. */
	Input.Change change(Input input) {
		if (input instanceof Input.Change change) {
			return change;
		}
		throw new ParameterException(spec.commandLine(), "a finished module can only be verified");
	}

	Cancellation cancellation() {
		return cancellation;
	}

	boolean json() {
		return format == Format.json;
	}

	Toolchain tools() throws IOException {
		return Toolchain.locate(System.getenv());
	}

	void report(String text) {
		spec.commandLine().getOut().print(text);
		spec.commandLine().getOut().flush();
	}

	/** Progress and the like go to standard error. */
	void tell(String line) {
		spec.commandLine().getErr().println(line);
	}

	/** Whoever asks for a check waits for it, unless they say otherwise. */
	int maxObjects(Input.Change input) {
		return maxObjects != null ? maxObjects : input.maxObjects().orElse(Integer.MAX_VALUE);
	}

	private CheckProgress progress() {
		return (done, total, what) -> tell("[" + done + "/" + total + "] " + what);
	}
}

package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.module.KernelMatch;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.module.ModuleVerdict;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.ModuleJson;
import dev.livepatch.core.report.ModuleText;

@Command(name = "inspect", description = "Tells what a module's file is, and what a live patch patches; with a kernel, whether that kernel would take it.")
final class InspectCommand implements Callable<Integer> {
	enum Format {
		text, json
	}

	@Spec
	private CommandSpec spec;

	@Parameters(arity = "1", paramLabel = "FILE.ko", description = "A kernel module, also compressed with gzip.")
	private Path file;

	@Option(names = "--kernel", paramLabel = "BUILD", defaultValue = "${env:LIVEPATCH_KERNEL}", description = "Build directory of a kernel to compare it with; $LIVEPATCH_KERNEL if not given.")
	private Path kernelBuild;

	@Option(names = "--format", paramLabel = "text|json", defaultValue = "text", description = "Form of the report on standard output.")
	private Format format;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help and exit.")
	private boolean help;

	private final Cancellation cancellation;

	InspectCommand(Cancellation cancellation) {
		this.cancellation = cancellation;
	}

	@Override
	public Integer call() throws IOException {
		ModuleFacts facts = ModuleFacts.read(file);
		Optional<KernelMatch> match = kernelBuild == null || kernelBuild.toString().isEmpty() ? Optional.empty()
				: Optional.of(KernelMatch.of(facts, KernelBuild.open(kernelBuild), cancellation));
		String report = switch (format) {
			case text -> ModuleText.write(facts, match);
			case json -> ModuleJson.write(facts, match);
		};
		spec.commandLine().getOut().print(report);
		spec.commandLine().getOut().flush();
		return ModuleVerdict.of(facts, match).level() == ModuleVerdict.Level.REFUSED ? 1 : 0;
	}
}

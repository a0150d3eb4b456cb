package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;

@Command(name = "check", description = "Says whether a change can be a live patch, and why not.")
final class CheckCommand extends ChangeCommand {

	@Parameters(arity = "1..*", paramLabel = "PATCH-or-PROJECT", description = "Patches, mails or quilt series, applied in order as one change, or one live patch project.")
	private List<Path> inputs;

	CheckCommand(Cancellation cancellation) {
		super(cancellation);
	}

	@Override
	List<Path> inputs() {
		return inputs;
	}

	@Override
	boolean findingsOnly() {
		return true;
	}

	@Override
	int run(Input input, KernelBuild kernel, WorkDirectory work) throws IOException {
		return checked(check(change(input), kernel, work.directory()));
	}
}

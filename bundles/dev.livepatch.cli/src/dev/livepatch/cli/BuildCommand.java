package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.JsonReport;
import dev.livepatch.core.report.TextReport;

@Command(name = "build", description = "Checks a change and builds its patch module.")
final class BuildCommand extends ChangeCommand {

	@Parameters(arity = "1..*", paramLabel = "PATCH-or-PROJECT", description = "Patches, mails or quilt series, applied in order as one change, or one live patch project.")
	private List<Path> inputs;

	@Option(names = "-o", paramLabel = "DIR", description = "Where the module and the derived files go; a project's build/ if not given, else the working directory.")
	private Path output;

	BuildCommand(Cancellation cancellation) {
		super(cancellation);
	}

	@Override
	List<Path> inputs() {
		return inputs;
	}

	@Override
	Optional<Path> outputDirectory() {
		return Optional.ofNullable(output);
	}

	@Override
	int run(Input input, KernelBuild kernel, WorkDirectory work) throws IOException {
		CheckResult result = check(change(input), kernel, work.directory());
		if (result.verdict() != Verdict.PATCHABLE) {
			return checked(result);
		}
		Path directory = output == null && input instanceof Input.Patches ? Path.of("").toAbsolutePath() : work.directory();
		PatchModule module = build(change(input), result, kernel, directory);
		if (json()) {
			ObjectNode document = JsonReport.document(result);
			document.put("module", module.file().toString());
			report(JsonReport.text(document));
		} else {
			report(TextReport.write(result) + "module: " + module.file() + "\n");
		}
		return 0;
	}
}

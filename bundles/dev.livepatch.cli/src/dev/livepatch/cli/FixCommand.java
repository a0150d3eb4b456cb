package dev.livepatch.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.Fix;
import dev.livepatch.core.fix.FixKind;
import dev.livepatch.core.fix.Fixes;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;

@Command(name = "fix", description = "Makes quick fixes that a check offers, writes the fixed change as a patch, and checks that.")
final class FixCommand extends ChangeCommand {
	/** Each round makes a fix in every file that needs one; a change that still asks for more is not getting better. */
	private static final int ROUNDS = 20;

	@Parameters(arity = "1..*", paramLabel = "PATCH-or-PROJECT", description = "Patches, mails or quilt series, applied in order as one change, or one live patch project.")
	private List<Path> inputs;

	@Option(names = "--kind", required = true, paramLabel = "KIND", converter = KindConverter.class,
			description = "What may be done, by the names in the check's report, for instance syscall-macro; or revert-change, revert-file. Can be given several times.")
	private List<FixKind> kinds;

	@Option(names = "-o", required = true, paramLabel = "FILE", description = "Where the fixed patch goes. The inputs stay as they are.")
	private Path output;

	FixCommand(Cancellation cancellation) {
		super(cancellation);
	}

	@Override
	List<Path> inputs() {
		return inputs;
	}

	@Override
	int run(Input input, KernelBuild kernel, WorkDirectory work) throws IOException {
		ChangeSet change;
		try {
			change = change(input).read(kernel, cancellation());
		} catch (ChangeException e) {
			return checked(CheckResult.refused(e));
		}
		CheckResult result = check(change, kernel, work.directory(), maxObjects(change(input)));
		int made = 0;
		for (int round = 0; round < ROUNDS; round++) {
			ChangeSet fixed = fixed(change, result);
			if (fixed.equals(change)) {
				break;
			}
			made++;
			change = fixed;
			result = check(change, kernel, work.directory(), maxObjects(change(input)));
		}
		if (made == 0) {
			throw new IOException("nothing is fixed: no finding offers " + String.join(" or ", kinds.stream().map(FixKind::id).toList()));
		}
		Files.writeString(output, PatchWriter.write(change), StandardCharsets.ISO_8859_1);
		return checked(result);
	}

	/** With one fix in each file: the places of further findings in it have moved. */
	private ChangeSet fixed(ChangeSet change, CheckResult result) {
		ChangeSet fixed = change;
		Set<String> touched = new HashSet<>();
		for (Finding finding : result.findings()) {
			Optional<Fix> fix = new Fixes(fixed).of(finding).stream().filter(f -> kinds.contains(f.kind())).findFirst()
					.filter(f -> f.texts().keySet().stream().noneMatch(touched::contains));
			if (fix.isPresent()) {
				tell(finding.file() + ":" + finding.line() + ": " + fix.get().title());
				touched.addAll(fix.get().texts().keySet());
				fixed = fix.get().applied(fixed);
			}
		}
		return fixed;
	}
}

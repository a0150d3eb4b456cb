package dev.livepatch.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.Decisions;
import dev.livepatch.core.exchange.GitClone;
import dev.livepatch.core.exchange.Import;
import dev.livepatch.core.exchange.ImportedProject;
import dev.livepatch.core.exchange.Part;
import dev.livepatch.core.exchange.PatchFiles;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.exchange.ThreeWay;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.FitJson;
import dev.livepatch.core.report.FitText;
import dev.livepatch.core.report.JsonReport;

@Command(name = "import", description = "Fits patches, mails or commits to a kernel: says for each hunk how it fits, and writes the fitted patch or a new project once all do.")
final class ImportCommand implements Callable<Integer> {
	private static final int CONFLICTS = 1;
	private static final int UNCHANGED = 3;

	enum Format {
		text, json
	}

	@Spec
	private CommandSpec spec;

	@Mixin
	private KernelOption kernel;

	@Parameters(arity = "0..*", paramLabel = "PATCH", description = "Patches, mails, files of mails, or quilt series, in the order in which they are to be applied.")
	private List<Path> files = List.of();

	@Option(names = "--commits", paramLabel = "A..B", description = "Commits instead of files: a range, or one commit. Can be given several times.")
	private List<String> commits = List.of();

	@Option(names = "--repo", paramLabel = "DIR", description = "Clone of the kernel's repository: it has the commits (the working directory if not given), and what patches were made from, for git to merge. It is only read.")
	private Path repository;

	@Option(names = "--drop", paramLabel = "FILE[:HUNK]", description = "Leaves a file or hunk out, by its name in the report (PATCH:FILE:HUNK in a series). Can be given several times.")
	private List<String> dropped = List.of();

	@Option(names = "--redirect", paramLabel = "FILE=OTHER", description = "Applies what is said of a file that this kernel does not have to another. Can be given several times.")
	private Map<String, String> redirected = Map.of();

	@Option(names = "-o", paramLabel = "FILE.patch-or-DIR", description = "Where the fitted patch goes, or a directory for a new project; nothing is written if not given, or while a hunk does not fit.")
	private Path output;

	@Option(names = "--format", paramLabel = "text|json", defaultValue = "text", description = "Form of the report on standard output.")
	private Format format;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help and exit.")
	private boolean help;

	private final Cancellation cancellation;

	ImportCommand(Cancellation cancellation) {
		this.cancellation = cancellation;
	}

	@Override
	public Integer call() throws IOException {
		if (files.isEmpty() == commits.isEmpty()) {
			throw new ParameterException(spec.commandLine(), "name either patches, or commits with --commits");
		}
		KernelBuild target = kernel.open();
		Optional<GitClone> clone = repository == null && commits.isEmpty() ? Optional.empty()
				: Optional.of(GitClone.open((repository == null ? Path.of("") : repository).toAbsolutePath().normalize(), cancellation));
		Series series = commits.isEmpty() ? PatchFiles.read(files, cancellation) : committed(clone.orElseThrow());
		Backport backport = decided(series, target, new ThreeWay(clone));
		Optional<Path> written = Optional.empty();
		if (output != null && backport.complete() && !backport.change().files().isEmpty()) {
			written = Optional.of(write(Import.of(series, backport, true, target.release(), true)));
		}
		report(series, backport, target.release(), written);
		return !backport.complete() ? CONFLICTS : backport.change().files().isEmpty() ? UNCHANGED : 0;
	}

	private Series committed(GitClone clone) throws IOException {
		List<String> ids = new ArrayList<>();
		for (String some : commits) {
			ids.addAll(clone.named(some, cancellation));
		}
		return clone.patches(ids, cancellation);
	}

	/** Files are redirected first: what is left out is named as the report names it then. */
	private Backport decided(Series series, KernelBuild build, ThreeWay threeWay) throws IOException {
		Backport.Target target = new Backport.Target(build.source(), new ChangeSet("import", List.of(), List.of()), build.sources(cancellation));
		Decisions decisions = Decisions.NONE;
		Backport backport = Backport.of(target, series, decisions, threeWay, cancellation);
		try {
			if (!redirected.isEmpty()) {
				for (Map.Entry<String, String> file : redirected.entrySet()) {
					decisions = Part.of(file.getKey()).redirect(decisions, backport, file.getValue());
				}
				backport = Backport.of(target, series, decisions, threeWay, cancellation);
			}
			if (!dropped.isEmpty()) {
				decisions = Part.drop(dropped.stream().map(Part::of).toList(), decisions, backport);
				backport = Backport.of(target, series, decisions, threeWay, cancellation);
			}
		} catch (IllegalArgumentException e) {
			throw new ParameterException(spec.commandLine(), e.getMessage(), e);
		}
		return backport;
	}

	private Path write(Import imported) throws IOException {
		String name = output.toString();
		if (name.endsWith(".patch") || name.endsWith(".diff")) {
			return Files.writeString(output, imported.patch(), StandardCharsets.ISO_8859_1);
		}
		ImportedProject.write(output, imported);
		return output;
	}

	private void report(Series series, Backport backport, String release, Optional<Path> written) {
		spec.commandLine().getOut().print(switch (format) {
			case text -> FitText.write(series, backport, release) + written.map(w -> "written: " + w + "\n").orElse("");
			case json -> {
				ObjectNode document = FitJson.document(series, backport, release);
				written.ifPresent(w -> document.put("written", w.toString()));
				yield JsonReport.text(document);
			}
		});
		spec.commandLine().getOut().flush();
	}
}

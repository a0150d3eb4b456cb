package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.ProjectSettings;
import dev.livepatch.core.exchange.Authors;
import dev.livepatch.core.exchange.CommitMessage;
import dev.livepatch.core.exchange.KpatchBundle;
import dev.livepatch.core.exchange.PatchExport;
import dev.livepatch.core.exchange.PatchExport.Signature;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;

@Command(name = "export", description = "Writes a project as git format-patch does, or as a bundle that kpatch-build takes.")
final class ExportCommand implements Callable<Integer> {

	enum Form {
		patch, series, bundle
	}

	@Spec
	private CommandSpec spec;

	@Mixin
	private KernelOption kernel;

	@Parameters(arity = "1", paramLabel = "PROJECT", description = "A live patch project.")
	private Path directory;

	@Option(names = "--form", paramLabel = "patch|series|bundle", defaultValue = "patch",
			description = "One patch file (the default); a directory of the patches that the project was imported from, and what changed since; a directory or .tar.gz with patch, configuration and the command for kpatch-build.")
	private Form form;

	@Option(names = "-o", required = true, paramLabel = "TARGET", description = "Where it goes. A file is replaced, a directory never.")
	private Path output;

	@Option(names = "--author", paramLabel = "NAME <MAIL>", description = "Who signs it off; livepatch.toml's author if not given, else whom git is set up for.")
	private String author;

	@Option(names = "--no-sign-off", description = "Adds no Signed-off-by: line.")
	private boolean unsigned;

	@Option(names = "--with-series", description = "Puts the patches that the project was imported from into the bundle, not one for all.")
	private boolean withSeries;

	@Option(names = "--with-probes", description = "Puts the project's settings and probes into the bundle too.")
	private boolean withProbes;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help and exit.")
	private boolean help;

	private final Cancellation cancellation;

	ExportCommand(Cancellation cancellation) {
		this.cancellation = cancellation;
	}

	@Override
	public Integer call() throws IOException {
		if (form != Form.bundle && (withSeries || withProbes)) {
			throw new ParameterException(spec.commandLine(), "--with-series and --with-probes are about a bundle: use them with --form bundle");
		}
		KernelBuild build = kernel.open();
		LivepatchProject project = LivepatchProject.open(directory);
		Signature signature = new Signature(signer(project), !unsigned, true);
		ChangeSet change = project.change(build.source(), cancellation);
		CommitMessage message = PatchExport.message(project);
		PatchExport patches = form == Form.series || withSeries ? PatchExport.series(project, build.source(), change, message, signature, ZonedDateTime.now(), cancellation)
				: PatchExport.squashed(change, message, signature, ZonedDateTime.now());
		switch (form) {
			case patch -> patches.writeFile(file(), build.source(), change, cancellation);
			case series -> patches.write(free(), build.source(), change, cancellation);
			case bundle -> new KpatchBundle(project, build, change, patches, withProbes).write(output, cancellation);
		}
		spec.commandLine().getOut().println("written: " + output);
		return 0;
	}

	private String signer(LivepatchProject project) {
		Optional<String> signer = Optional.ofNullable(author).or(project.settings()::author).or(() -> Authors.configured(project.root(), cancellation));
		return signer.filter(ProjectSettings::isAuthor).orElseThrow(() -> new ParameterException(spec.commandLine(),
				author == null ? "nobody is named who signs it off: give --author 'Name <mail>', or set author in livepatch.toml" : "--author has to be 'Name <mail>', but is '" + author + "'"));
	}

	private Path file() throws IOException {
		if (Files.isDirectory(output)) {
			throw new FileAlreadyExistsException(output + " is a directory; name the patch file");
		}
		return output;
	}

	private Path free() throws IOException {
		if (Files.exists(output)) {
			throw new FileAlreadyExistsException(output + " is there already; choose another name, or remove it");
		}
		return output;
	}
}

package dev.livepatch.ide.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.eclipse.core.resources.IProject;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.vm.report.ReportFiles;
import dev.livepatch.vm.report.RunRecord;

/**
 * A run that came to a verdict in the machine, as its files tell it; also one of an earlier session.
 *
 * @param directory named after the time at which it began
 */
public record PastRun(Path directory) {
	private static final int KEPT = 20;
	private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

	/** Writes the reports of a run that has ended, and removes the oldest beyond those kept. */
	static PastRun keep(IProject project, RunRecord run) throws IOException {
		Path runs = ProjectLayout.of(project).runsDirectory();
		PastRun kept = new PastRun(runs.resolve(NAME.format(run.began())));
		ReportFiles.write(run, kept.directory);
		Path console = run.report().consoleLog();
		if (Files.exists(console)) {
			Files.copy(console, kept.directory.resolve(console.getFileName()), StandardCopyOption.REPLACE_EXISTING);
		}
		for (PastRun old : of(project).stream().skip(KEPT).toList()) {
			old.delete();
		}
		return kept;
	}

	/** Those of a project that are kept, the newest first. */
	public static List<PastRun> of(IProject project) throws IOException {
		Path runs = ProjectLayout.of(project).runsDirectory();
		List<PastRun> found = new ArrayList<>();
		if (Files.isDirectory(runs)) {
			try (DirectoryStream<Path> directories = Files.newDirectoryStream(runs, d -> Files.isRegularFile(d.resolve(ReportFiles.HTML)))) {
				directories.forEach(d -> found.add(new PastRun(d)));
			}
		}
		found.sort(Comparator.comparing((PastRun r) -> r.directory.getFileName().toString()).reversed());
		return found;
	}

	public Path html() {
		return directory.resolve(ReportFiles.HTML);
	}

	public Path markdown() {
		return directory.resolve(ReportFiles.MARKDOWN);
	}

	/** When it began, and the first line of its report. */
	public String headline() throws IOException {
		try (Stream<String> lines = Files.lines(markdown())) {
			return directory.getFileName() + ": " + lines.findFirst().orElse("").replaceFirst("^# ", "").replace("\\", "");
		}
	}

	private void delete() throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}
}

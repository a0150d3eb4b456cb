package dev.livepatch.vm.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The reports of a run in its directory. */
public final class ReportFiles {
	/** To be read in a browser; the drawing of the transitions is in this one. */
	public static final String HTML = "report.html";
	public static final String MARKDOWN = "report.md";
	public static final String JUNIT = "report.xml";

	private ReportFiles() {
	}

	/**
	 * Writes the three reports. Each is complete when it appears under its name; those of an earlier run are replaced.
	 *
	 * @param directory is made if missing
	 * @return the HTML file
	 * @throws IOException if one cannot be written
	 */
	public static Path write(RunRecord run, Path directory) throws IOException {
		Map<String, String> texts = new LinkedHashMap<>();
		texts.put(MARKDOWN, MarkdownReport.write(run));
		texts.put(JUNIT, JUnitReport.write(run));
		texts.put(HTML, HtmlReport.write(run));
		Files.createDirectories(directory);
		for (Map.Entry<String, String> text : texts.entrySet()) {
			Path unfinished = directory.resolve("." + text.getKey() + ".new");
			try {
				Files.writeString(unfinished, text.getValue(), StandardCharsets.UTF_8);
				Files.move(unfinished, directory.resolve(text.getKey()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			} finally {
				Files.deleteIfExists(unfinished);
			}
		}
		return directory.resolve(HTML);
	}
}

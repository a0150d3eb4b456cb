package dev.livepatch.core.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.finding.Finding;

/** The outcome of a check as a terminal shows it, in the form of compiler messages. */
public final class TextReport {

	/** Places to look at that are told of one finding. */
	private static final int RELATED = 8;

	private TextReport() {
	}

	/** Ends with a newline; the same text for the same result, but for the timings on the last line. */
	public static String write(CheckResult result) {
		StringBuilder out = new StringBuilder();
		for (Finding finding : result.findings()) {
			out.append(finding(finding));
		}
		if (!result.findings().isEmpty()) {
			out.append('\n');
		}
		for (ObjectReport object : result.objects()) {
			out.append(object.path()).append(" (").append(object.parent().name()).append("): ").append(object.verdict()).append('\n');
			functions(out, "changed", object.changed(), object.causes());
			functions(out, "new", object.added(), object.causes());
		}
		out.append("verdict: ").append(result.verdict()).append(timings(result.timings())).append('\n');
		return out.toString();
	}

	/** One finding, its way out on a second line, places to look at on another, and a line for each edit that the tools can make. */
	public static String finding(Finding finding) {
		String file = finding.file().isEmpty() ? "livepatch" : finding.file();
		String place = finding.line() > 0 ? file + ":" + finding.line() : file;
		String text = place + ": " + finding.severity().toString() + ": " + finding.message() + " [" + finding.rule().id() + "]\n";
		String fix = finding.fix().isEmpty() ? "" : "  fix: " + finding.fix() + "\n";
		String related = finding.related().stream().limit(RELATED).map(r -> r.what() + " (" + r.place().file() + ":" + r.place().line() + ")").collect(Collectors.joining(", "))
				+ (finding.related().size() > RELATED ? " and " + (finding.related().size() - RELATED) + " more" : "");
		return text + fix + (related.isEmpty() ? "" : "  see: " + related + "\n") + finding.offers().stream().map(o -> "  quick fix: " + o.title() + " (" + o.kind() + ")\n").collect(Collectors.joining());
	}

	private static void functions(StringBuilder out, String label, List<String> names, List<Cause> causes) {
		if (!names.isEmpty()) {
			Map<String, String> briefs = causes.stream().collect(Collectors.toMap(Cause::function, Cause::brief, (first, again) -> first));
			out.append("  ").append(label).append(": ");
			out.append(names.stream().map(name -> briefs.getOrDefault(name, "").isEmpty() ? name : name + " (" + briefs.get(name) + ")").collect(Collectors.joining(", ")));
			out.append('\n');
		}
	}

	private static String timings(Map<String, Duration> timings) {
		Duration total = timings.get(CheckResult.TOTAL);
		return total == null ? "" : String.format(Locale.ROOT, " (%.2f s)", total.toMillis() / 1000.0);
	}
}

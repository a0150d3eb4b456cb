package dev.livepatch.core.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

import dev.livepatch.core.change.Lines;
import dev.livepatch.core.exchange.Backport;
import dev.livepatch.core.exchange.FileResult;
import dev.livepatch.core.exchange.HunkState;
import dev.livepatch.core.exchange.HunkState.Region;
import dev.livepatch.core.exchange.Part;
import dev.livepatch.core.exchange.PatchResult;
import dev.livepatch.core.exchange.Series;

/** How a series fits a kernel, hunk by hunk, as a terminal shows it. */
public final class FitText {
	/** Lines of each side of a conflict that are shown. */
	private static final int SIDE = 20;

	private FitText() {
	}

	/** {@code fits}; {@code conflicts}, which somebody has to decide about; {@code unchanged} where nothing is left to change. */
	static String verdict(Backport backport) {
		return !backport.complete() ? "conflicts" : backport.change().files().isEmpty() ? "unchanged" : "fits";
	}

	/** One word. */
	static String label(HunkState state) {
		return switch (state) {
			case HunkState.Applied a -> a.fuzz() > 0 ? "fuzz" : a.moved() != 0 ? "offset" : "exact";
			case HunkState.Merged m -> "merged";
			case HunkState.Present p -> "present";
			case HunkState.Conflict c -> "conflict";
			case HunkState.Refused r -> r.missing() ? "missing" : "refused";
			case HunkState.Resolved r -> "resolved";
			case HunkState.Dropped d -> "dropped";
		};
	}

	/** Ends with a newline; the same text for the same series and kernel. */
	public static String write(Series series, Backport backport, String release) {
		StringBuilder out = new StringBuilder();
		series.remarks().forEach(remark -> out.append("note: ").append(remark).append('\n'));
		for (PatchResult patch : backport.patches()) {
			out.append(shown(patch.patch().title())).append('\n');
			for (FileResult file : patch.files()) {
				file(file, backport.patches().size(), out);
			}
		}
		long open = backport.patches().stream().flatMap(p -> p.files().stream()).mapToLong(FitText::open).sum();
		return out.append(switch (verdict(backport)) {
			case "fits" -> "fits Linux " + release;
			case "unchanged" -> "nothing is left to change in Linux " + release;
			default -> "does not fit Linux " + release + ": " + open + (open == 1 ? " place is" : " places are") + " to be decided about";
		}).append('\n').toString();
	}

	private static long open(FileResult file) {
		return file.refusal().isPresent() ? file.refusal().filter(HunkState::open).stream().count() : file.hunks().stream().filter(h -> h.state().open()).count();
	}

	private static void file(FileResult file, int patches, StringBuilder out) {
		String moved = file.from().equals(file.path()) ? "" : " (from " + file.from() + ")";
		if (file.refusal().isPresent() || file.hunks().isEmpty()) {
			String name = Part.of(file, OptionalInt.empty(), patches).toString();
			out.append("  ").append(name).append(moved).append(": ").append(file.refusal().map(FitText::sentence).orElse("fits")).append('\n');
			file.refusal().filter(HunkState::open).ifPresent(state -> out.append(advice(file, name)));
			return;
		}
		for (int i = 0; i < file.hunks().size(); i++) {
			HunkState state = file.hunks().get(i).state();
			String name = Part.of(file, OptionalInt.of(i + 1), patches).toString();
			out.append("  ").append(name).append(moved).append(": ").append(sentence(state)).append('\n');
			if (state instanceof HunkState.Conflict conflict) {
				sides(file, conflict.region(), out);
				out.append("    fix: give --repo a clone that has what the patch was made from, for git to merge; leave the hunk out with --drop ").append(name)
						.append("; or import it in the IDE, which lets you edit\n");
			}
		}
	}

	private static String advice(FileResult file, String name) {
		String other = file.candidates().isEmpty() ? "" : " apply it to another file with --redirect " + name + "=" + file.candidates().getFirst()
				+ (file.candidates().size() > 1 ? " (or " + String.join(", ", file.candidates().subList(1, file.candidates().size())) + ")" : "") + "; or";
		return "    fix:" + other + " leave the file out with --drop " + name + "\n";
	}

	private static String sentence(HunkState state) {
		return switch (state) {
			case HunkState.Applied a -> "fits at line " + a.line() + (a.moved() == 0 && a.fuzz() == 0 ? " exactly" : "") + (a.moved() == 0 ? "" : ", offset " + (a.moved() > 0 ? "+" : "") + a.moved())
					+ (a.fuzz() == 0 ? "" : ", fuzz " + a.fuzz());
			case HunkState.Merged m -> "merged by git from the text that the patch was made from";
			case HunkState.Present p -> "there already";
			case HunkState.Conflict c -> "conflict: " + c.reason();
			case HunkState.Refused r -> (r.missing() ? "missing: " : "not possible: ") + r.reason();
			case HunkState.Resolved r -> "resolved";
			case HunkState.Dropped d -> "left out";
		};
	}

	/** The place in the kernel's file beside what the patch expects and wants there, as git writes a conflict. */
	private static void sides(FileResult file, Region region, StringBuilder out) {
		if (region.count() == 0 && !region.merged()) {
			out.append("    nothing like it was found in the file\n");
			return;
		}
		List<String> kernel = Lines.of(file.text().orElse("")).subList(region.start(), region.start() + region.count());
		side("<<<<<<< the kernel, from line " + (region.start() + 1), kernel, out);
		side("||||||| what the patch was made from", region.before(), out);
		side("======= what the patch wants", region.after(), out);
		out.append("    >>>>>>>\n");
	}

	/** Nothing that a terminal would obey. */
	private static String shown(String text) {
		return text.replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
	}

	private static void side(String head, List<String> lines, StringBuilder out) {
		out.append("    ").append(head).append('\n');
		lines.stream().limit(SIDE).forEach(line -> out.append("    ").append(shown(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).stripTrailing())).append('\n'));
		if (lines.size() > SIDE) {
			out.append("    … and ").append(lines.size() - SIDE).append(" more lines\n");
		}
	}
}

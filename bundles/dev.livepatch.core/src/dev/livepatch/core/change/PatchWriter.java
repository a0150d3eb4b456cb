package dev.livepatch.core.change;

import java.util.List;
import java.util.regex.Pattern;

import dev.livepatch.core.change.LineMap.Hunk;

/** Writes a change as a unified diff in git's form, as {@code git apply}, {@code patch -p1}, kpatch-build and mailing lists take it. */
public final class PatchWriter {
	private static final int CONTEXT = 3;
	private static final int HEADING = 80;
	private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_$].*", Pattern.DOTALL);

	private PatchWriter() {
	}

	/** The diff, files in the change's order, three lines of context; one character for each byte. Empty for an empty change. */
	public static String write(ChangeSet change) {
		StringBuilder out = new StringBuilder();
		for (FileChange file : change.files()) {
			write(file, out);
		}
		return out.toString();
	}

	/** The same after the description that an existing patch begins with: what stands before its first file, the list of files of {@code git format-patch} left out. */
	public static String rewrite(String existing, ChangeSet change) {
		return description(existing) + write(change);
	}

	/** What a patch begins with: everything before its first file, or before the list of files of {@code git format-patch}. */
	public static String description(String patch) {
		StringBuilder out = new StringBuilder();
		List<String> lines = Lines.of(patch);
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			boolean file = line.startsWith("diff ") || line.startsWith("Index: ")
					|| line.startsWith("--- ") && i + 1 < lines.size() && lines.get(i + 1).startsWith("+++ ");
			if (file || line.strip().equals("---")) {
				break;
			}
			out.append(line);
		}
		return out.toString();
	}

	private static void write(FileChange file, StringBuilder out) {
		String from = file.originalPath().orElse(file.path());
		out.append("diff --git a/").append(from).append(" b/").append(file.path()).append('\n');
		switch (file) {
			case FileChange.Added added -> out.append("new file mode 100644\n");
			case FileChange.Deleted deleted -> out.append("deleted file mode 100644\n");
			case FileChange.Renamed renamed -> out.append("rename from ").append(renamed.from()).append("\nrename to ").append(renamed.path()).append('\n');
			case FileChange.Modified modified -> {
				// the hunks say it all
			}
		}
		String before = file.original().orElse("");
		String after = file.patched().orElse("");
		List<Hunk> hunks = LineMap.between(before, after).hunks();
		if (!hunks.isEmpty()) {
			out.append("--- ").append(file.original().isPresent() ? "a/" + from : "/dev/null").append('\n');
			out.append("+++ ").append(file.patched().isPresent() ? "b/" + file.path() : "/dev/null").append('\n');
			write(hunks, Lines.of(before), Lines.of(after), out);
		}
	}

	private static void write(List<Hunk> hunks, List<String> before, List<String> after, StringBuilder out) {
		int first = 0;
		while (first < hunks.size()) {
			int last = first;
			while (last + 1 < hunks.size() && hunks.get(last + 1).originalStart() - hunks.get(last).originalEnd() <= 2 * CONTEXT) {
				last++;
			}
			writeGroup(hunks.subList(first, last + 1), before, after, out);
			first = last + 1;
		}
	}

	private static void writeGroup(List<Hunk> group, List<String> before, List<String> after, StringBuilder out) {
		int start = Math.max(1, group.getFirst().originalStart() - CONTEXT);
		int lead = group.getFirst().originalStart() - start;
		int end = Math.min(before.size() + 1, group.getLast().originalEnd() + CONTEXT);
		int patchedStart = group.getFirst().patchedStart() - lead;
		int patchedEnd = group.getLast().patchedEnd() + end - group.getLast().originalEnd();
		out.append("@@ -").append(range(start, end - start)).append(" +").append(range(patchedStart, patchedEnd - patchedStart)).append(" @@")
				.append(heading(before, start)).append('\n');
		int at = start;
		for (Hunk hunk : group) {
			lines(' ', before, at, hunk.originalStart(), out);
			lines('-', before, hunk.originalStart(), hunk.originalEnd(), out);
			lines('+', after, hunk.patchedStart(), hunk.patchedEnd(), out);
			at = hunk.originalEnd();
		}
		lines(' ', before, at, end, out);
	}

	private static String range(int start, int count) {
		// an empty range is named by the line before it
		return count == 1 ? Integer.toString(start) : (count == 0 ? start - 1 : start) + "," + count;
	}

	private static String heading(List<String> before, int start) {
		for (int line = start - 1; line >= 1; line--) {
			String text = before.get(line - 1);
			if (FUNCTION.matcher(text).matches()) {
				String heading = text.stripTrailing();
				return " " + heading.substring(0, Math.min(HEADING, heading.length())).stripTrailing();
			}
		}
		return "";
	}

	private static void lines(char sign, List<String> lines, int from, int to, StringBuilder out) {
		for (String line : lines.subList(from - 1, to - 1)) {
			out.append(sign).append(line);
			if (!line.endsWith("\n")) {
				out.append("\n\\ No newline at end of file\n");
			}
		}
	}
}

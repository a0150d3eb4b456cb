package dev.livepatch.core.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * Which commits to list. Empty texts ask for nothing.
 *
 * @param text   in the message, upper and lower case alike
 * @param author part of the author's name or address, upper and lower case alike
 * @param path   of a file or directory that was changed, relative to the tree
 * @param range  revisions as git takes them: {@code v6.1..v6.6}, a branch, a commit; the branch checked out if empty
 * @param fixes  abbreviated name of a commit that is said to be fixed, by a {@code Fixes:} line
 */
public record CommitQuery(String text, String author, String path, String range, String fixes) {
	public static final CommitQuery ALL = new CommitQuery("", "", "", "", "");
	private static final int MIN_ABBREVIATION = 7;

	public CommitQuery {
		text = text.strip();
		author = author.strip();
		path = path.strip();
		range = range.strip();
		fixes = fixes.strip();
	}

	List<String> arguments(int skip, int count) {
		List<String> arguments = new ArrayList<>(List.of("log", "-z", "--no-show-signature", "--no-color", "--no-patch", "--encoding=UTF-8",
				"--format=%H%x00%an <%ae>%x00%aI%x00%P%x00%s", "--skip=" + skip, "--max-count=" + count));
		if (!text.isEmpty() || !author.isEmpty()) {
			arguments.add("--regexp-ignore-case");
		}
		if (!text.isEmpty()) {
			arguments.add("--grep=" + literal(text));
		}
		if (!fixes.isEmpty()) {
			// however much of the name the line says
			arguments.add("--grep=^[Ff]ixes:[ \t]*" + literal(fixes.substring(0, Math.min(MIN_ABBREVIATION, fixes.length()))));
			arguments.add("--all-match");
		}
		if (!author.isEmpty()) {
			arguments.add("--author=" + literal(author));
		}
		arguments.add("--end-of-options");
		arguments.addAll(range.isEmpty() ? List.of("HEAD") : List.of(range.split("\\s+")));
		arguments.add("--");
		if (!path.isEmpty()) {
			arguments.add(path);
		}
		return arguments;
	}

	/** For a basic regular expression. */
	private static String literal(String text) {
		return text.replaceAll("[\\\\.\\[\\]*^$]", "\\\\$0");
	}
}

package dev.livepatch.ide.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where lines of patched files are in the unified diff that makes them. */
final class PatchLines {
	private static final Pattern HUNK = Pattern.compile("@@ -\\d+(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");
	private static final String NEW_FILE = "+++ ";
	private final List<String> lines;

	PatchLines(String patch) {
		lines = patch.lines().toList();
	}

	/**
	 * @param file relative to the kernel tree
	 * @param line of the patched file, from 1
	 * @return the patch's line, from 1; 0 if no hunk has it
	 */
	int find(String file, int line) {
		boolean inFile = false;
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).startsWith(NEW_FILE)) {
				inFile = isPath(lines.get(i).substring(NEW_FILE.length()), file);
			}
			Matcher hunk = HUNK.matcher(lines.get(i));
			if (hunk.matches()) {
				int old = count(hunk.group(1));
				int next = Integer.parseInt(hunk.group(2));
				int end = next + count(hunk.group(3));
				while (++i < lines.size() && (old > 0 || next < end)) {
					String text = lines.get(i);
					boolean removed = text.startsWith("-");
					if (inFile && !removed && next == line) {
						return i + 1;
					}
					old -= text.startsWith("+") || text.startsWith("\\") ? 0 : 1;
					next += removed || text.startsWith("\\") ? 0 : 1;
				}
				i--;
			}
		}
		return 0;
	}

	/** The path may have a time stamp behind it, and has one component before it (-p1). */
	private static boolean isPath(String name, String file) {
		String path = name.split("\t", 2)[0].strip();
		return path.equals(file) || path.substring(path.indexOf('/') + 1).equals(file);
	}

	private static int count(String number) {
		return number == null ? 1 : Integer.parseInt(number);
	}
}

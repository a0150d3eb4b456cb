package dev.livepatch.ide.ui.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.fix.FixKind;

/** The edits of a unified diff as the small HTML that the workbench's hovers know: what goes is struck through, what comes is bold. */
final class DiffHtml {
	/** What a hover can show without scrolling far. */
	private static final int LINES = 60;
	private static final Pattern HUNK = Pattern.compile("@@ -\\d+(?:,\\d+)? \\+(\\d{1,9})(?:,\\d+)? @@.*");

	private DiffHtml() {
	}

	/** The file and line of each run of edits before it; the explanation last, since hovers are small. */
	static String of(FixKind kind, String diff) {
		List<String> out = new ArrayList<>();
		String file = "";
		int line = 0;
		boolean run = false;
		for (String text : diff.lines().toList()) {
			Matcher hunk = HUNK.matcher(text);
			boolean edit = !text.startsWith("--- ") && !text.startsWith("+++ ") && (text.startsWith("+") || text.startsWith("-"));
			if (text.startsWith("+++ b/")) {
				file = text.substring("+++ b/".length());
			} else if (hunk.matches()) {
				line = Integer.parseInt(hunk.group(1));
			} else if (edit) {
				if (!run) {
					out.add("<i>" + escape(file) + ":" + line + "</i>");
				}
				out.add(edit(text));
			}
			run = edit;
			line += text.startsWith(" ") || edit && text.startsWith("+") ? 1 : 0;
		}
		boolean cut = out.size() > LINES;
		return "<p>" + String.join("<br>", cut ? out.subList(0, LINES) : out) + (cut ? "<br>…" : "") + "</p><p>" + escape(kind.explanation()) + "</p>";
	}

	private static String edit(String line) {
		String text = escape(line).replace("\t", "    ").replace(" ", "&nbsp;");
		return line.startsWith("+") ? "<b>" + text + "</b>" : "<del>" + text + "</del>";
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}
}

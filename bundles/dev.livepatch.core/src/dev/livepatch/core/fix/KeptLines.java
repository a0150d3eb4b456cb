package dev.livepatch.core.fix;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.change.Lines;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.CText.Function;

/** Edits above a function are made as many lines long as what they replace: longer ones are joined, shorter ones filled up with empty lines. */
final class KeptLines {

	private KeptLines() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		CText code = file.patched();
		Optional<Function> function = code.function(finding.function());
		if (function.isEmpty()) {
			return Optional.empty();
		}
		int head = code.line(code.token(function.get().head()).start());
		List<Hunk> above = file.map().hunks().stream().filter(h -> h.patchedEnd() <= head && h.originalCount() != h.patchedCount()).toList();
		List<String> lines = Lines.of(code.text());
		for (Hunk hunk : above) {
			if (!fit(lines, hunk)) {
				return Optional.empty();
			}
		}
		String text = String.join("", lines);
		return above.isEmpty() ? Optional.empty()
				: Optional.of(new Fix(FixKind.KEEP_LINES, "Keep the line numbers of " + finding.function() + "()", Map.of(file.path(), text)));
	}

	/** Changes entries of the list, whose number stays: a line that is joined to another leaves an empty entry. */
	private static boolean fit(List<String> lines, Hunk hunk) {
		int first = hunk.patchedStart() - 1;
		if (hunk.patchedCount() < hunk.originalCount()) {
			int at = hunk.patchedEnd() - 1;
			if (at > 0 && lines.get(at - 1).stripTrailing().endsWith("\\")) {
				return false;
			}
			String fill = "\n".repeat(hunk.originalCount() - hunk.patchedCount());
			lines.set(Math.min(at, lines.size() - 1), at < lines.size() ? fill + lines.get(at) : lines.getLast() + fill);
			return true;
		}
		// what is new altogether joins the line before it
		int target = first + hunk.originalCount() - 1;
		if (target < 0 || !joins(lines.get(target))) {
			return false;
		}
		for (int i = target + 1; i < hunk.patchedEnd() - 1; i++) {
			if (!joins(lines.get(i))) {
				return false;
			}
			lines.set(target, lines.get(target).stripTrailing() + (lines.get(i).isBlank() ? "" : " " + lines.get(i).strip()) + "\n");
			lines.set(i, "");
		}
		return true;
	}

	/** Neither a directive, nor a part of one, nor with a comment that ends with its line. */
	private static boolean joins(String line) {
		return !line.strip().startsWith("#") && !line.stripTrailing().endsWith("\\") && !line.contains("//") && line.endsWith("\n");
	}
}

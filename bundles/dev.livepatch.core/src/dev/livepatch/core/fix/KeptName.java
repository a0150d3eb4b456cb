package dev.livepatch.core.fix;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.source.Token;

/** A function that the change gave another name gets the kernel's back, throughout the file: what refers to it is then as it was. */
final class KeptName {

	private KeptName() {
	}

	private record Renaming(String before, String after) {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		return file.map().hunkAt(finding.line()).flatMap(h -> renaming(h, file)).filter(r -> everywhere(r, file)).map(r -> {
			Edits edits = new Edits(file.patched().text());
			file.patched().occurrences(r.after).forEach(i -> edits.replace(file.patched().token(i), r.before));
			return new Fix(FixKind.KEEP_NAME, "Keep the name " + r.before, Map.of(file.path(), edits.apply()));
		});
	}

	/** The one name by which the two versions of some lines differ. */
	private static Optional<Renaming> renaming(Hunk hunk, EditedFile file) {
		List<Token> before = tokens(file.original(), hunk.originalStart(), hunk.originalEnd());
		List<Token> after = tokens(file.patched(), hunk.patchedStart(), hunk.patchedEnd());
		Renaming renaming = null;
		for (int i = 0; i < before.size() && before.size() == after.size(); i++) {
			Renaming here = new Renaming(before.get(i).text(), after.get(i).text());
			boolean same = here.before.equals(here.after);
			if (!same && (!before.get(i).word() || !after.get(i).word() || renaming != null && !renaming.equals(here))) {
				return Optional.empty();
			}
			renaming = same ? renaming : here;
		}
		return Optional.ofNullable(renaming);
	}

	private static List<Token> tokens(CText code, int firstLine, int endLine) {
		int start = code.lineStart(firstLine);
		int end = code.lineStart(endLine);
		return code.tokens().stream().filter(t -> t.start() >= start && t.start() < end).toList();
	}

	/** Whether a function of this file was renamed, everywhere in it, and only here: else the two names are of two things. */
	private static boolean everywhere(Renaming renaming, EditedFile file) {
		return file.original().function(renaming.before).isPresent() && file.patched().function(renaming.after).isPresent() && !file.original().mentions(renaming.after) && !file.patched().mentions(renaming.before)
				&& file.others().stream().noneMatch(text -> CText.mentions(text, renaming.after));
	}
}

package dev.livepatch.core.fix;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.change.LineMap.Hunk;
import dev.livepatch.core.finding.Finding;

/** Takes the author's change back. */
final class Reversal {

	private Reversal() {
	}

	static Optional<Fix> ofLines(Finding finding, EditedFile file) {
		// the only change of a file goes with the file
		return file.map().hunkAt(finding.line()).filter(h -> file.map().hunks().size() > 1)
				.map(h -> new Fix(FixKind.REVERT_CHANGE, "Revert " + lines(h), Map.of(file.path(), file.reverted(List.of(h)))));
	}

	static Fix ofFile(EditedFile file) {
		String name = file.path().substring(file.path().lastIndexOf('/') + 1);
		return new Fix(FixKind.REVERT_FILE, "Revert all changes of " + name, Map.of(file.path(), file.original().text()));
	}

	private static String lines(Hunk hunk) {
		return switch (hunk.patchedCount()) {
			case 0 -> hunk.originalCount() == 1 ? "the removal of a line here" : "the removal of " + hunk.originalCount() + " lines here";
			case 1 -> "line " + hunk.patchedStart();
			default -> "lines " + hunk.patchedStart() + " to " + (hunk.patchedEnd() - 1);
		};
	}
}

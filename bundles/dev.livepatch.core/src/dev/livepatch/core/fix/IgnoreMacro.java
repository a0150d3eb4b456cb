package dev.livepatch.core.fix;

import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.finding.Finding;

/** What the differ refuses without need, it is told to pass over: only for findings that have shown it to be the same, or to have run already. */
final class IgnoreMacro {

	private IgnoreMacro() {
	}

	/** A section if the finding is about one, else its function, whose unlikely part belongs to it. */
	static Optional<Fix> of(Finding finding, EditedFile file) {
		boolean section = !finding.subject().isEmpty();
		String function = finding.function().replaceFirst("\\.cold(\\.\\d+)?$", "");
		if (!file.path().endsWith(".c") || !section && (function.isEmpty() || function.contains("."))) {
			return Optional.empty();
		}
		CText code = file.patched();
		String macro = section ? "KPATCH_IGNORE_SECTION(\"" + finding.subject() + "\");" : "KPATCH_IGNORE_FUNCTION(" + function + ");";
		String text = code.text();
		// at the end no line moves
		String added = text + (text.endsWith("\n") ? "" : "\n") + (Includes.kpatch(code) ? "" : "\n#include \"kpatch-macros.h\"\n") + macro + "\n";
		return Optional.of(new Fix(FixKind.IGNORE_MACRO, "Have the differ pass over " + (section ? finding.subject() : function + "()"), Map.of(file.path(), added)));
	}
}

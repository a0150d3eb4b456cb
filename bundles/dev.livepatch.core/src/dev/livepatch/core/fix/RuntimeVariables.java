package dev.livepatch.core.fix;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.livepatch.core.finding.Finding;

/** The file reads variables where the kernel's own code holds their values: what asm-generic/runtime-const.h makes of the same macros. Its guard is the one of the processor's version, which it keeps out. */
final class RuntimeVariables {
	private static final String INCLUDE = "#include <asm-generic/runtime-const.h>\n";

	private RuntimeVariables() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		CText code = file.patched();
		OptionalInt first = Includes.first(code);
		if (!file.path().endsWith(".c") || first.isEmpty() || code.text().contains(INCLUDE)) {
			return Optional.empty();
		}
		String text = new Edits(code.text()).insert(first.getAsInt(), INCLUDE).apply();
		return Optional.of(new Fix(FixKind.RUNTIME_VARIABLES, "Read " + finding.subject() + " and its like as variables in " + file.path(), Map.of(file.path(), text)));
	}
}

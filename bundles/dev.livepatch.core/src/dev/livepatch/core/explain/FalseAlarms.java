package dev.livepatch.core.explain;

import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.object.ObjectFormatException;

/** What the differ refuses though both objects hold the same, with the way round. */
final class FalseAlarms {
	private final ObjectEvidence evidence;

	FalseAlarms(ObjectEvidence evidence) {
		this.evidence = evidence;
	}

	/** A section whose functions and variables are the same as before, each by itself. */
	Finding section(String section) {
		return Finding.of(Rule.FALSE_ALARM, evidence.file(), "everything in " + section + " is as before, only in another order or with other numbers from the compiler: the change does "
				+ "not touch it, though the differ refuses it").about(section)
				.as(Rule.FALSE_ALARM.severity(), capital(ignoring(section)) + "; or put the new code behind the old, so that the compiler keeps the order.");
	}

	/** A function that does the same as before, if so it is; {@code refusal} is what the differ makes of it. */
	Optional<Finding> function(String function, String refusal) throws ObjectFormatException {
		if (!evidence.sameCode(function)) {
			return Optional.empty();
		}
		String name = AuthorNames.whole(function);
		String ignore = name.contains(".") ? "Keep the order of functions and constants in the file: put the new code at its end."
				: "Add #include \"kpatch-macros.h\" and, at the end of the file, KPATCH_IGNORE_FUNCTION(" + name + "); or put the new code at the end of the file.";
		return Optional.of(Finding.of(Rule.FALSE_ALARM, evidence.file(), function + " does the same as before, only with other numbers from the compiler for its constants: the change does "
				+ "not touch it, though the differ finds " + refusal).in(function).as(Rule.FALSE_ALARM.severity(), ignore));
	}

	/** How to have the differ pass over a section. */
	static String ignoring(String section) {
		return "add #include \"kpatch-macros.h\" and, at the end of the file, KPATCH_IGNORE_SECTION(\"" + section + "\");";
	}

	private static String capital(String sentence) {
		return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
	}
}

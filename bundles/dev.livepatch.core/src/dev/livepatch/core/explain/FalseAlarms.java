package dev.livepatch.core.explain;

import java.io.IOException;
import java.util.Optional;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.Causes;
import dev.livepatch.core.cause.Reason;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;

/** What the differ refuses though both objects hold the same, or though it does not matter that they do not; with the way round. */
final class FalseAlarms {
	private static final String ADD = "add #include \"kpatch-macros.h\" and, at the end of the file, ";
	private final ObjectEvidence evidence;
	private final Causes causes;

	FalseAlarms(ObjectEvidence evidence, Causes causes) {
		this.evidence = evidence;
		this.causes = causes;
	}

	/** A section whose functions and variables are the same as before, each by itself. */
	Finding section(String section) {
		return Finding.of(Rule.FALSE_ALARM, evidence.places().file(), "everything in " + section + " is as before, only in another order or with other numbers from the compiler: the change does "
				+ "not touch it, though the differ refuses it").about(section)
				.as(Rule.FALSE_ALARM.severity(), capital(ignoring(section)) + ", or put the new code behind the old, so that the compiler keeps the order.");
	}

	/**
	 * A function of a section that is not taken over, if it differs only in line numbers, or if it ran already and nothing of its source is edited.
	 *
	 * @param ran whether it ran and was freed, so that the running kernel misses nothing
	 */
	Optional<Finding> functionIn(String section, String function, boolean ran) throws IOException {
		Cause cause = causes.of(function);
		boolean harmless = switch (cause.reason()) {
			case LINE_NUMBER, RENUMBERING -> true;
			case COMPILER, NEIGHBOUR, VARIANT -> ran;
			case EDITED, PART, INLINES, INLINING_DECISION, DEFINITION -> false;
		};
		String lines = cause.reason() == Reason.LINE_NUMBER ? ", or keep the number of lines above " + function : "";
		return harmless ? Optional.of(Finding.of(Rule.FALSE_ALARM, placeOf(cause), "no edit changes what " + function + " does, though the differ refuses its section " + section + ": " + cause.text())
				.in(function).about(section).as(Rule.FALSE_ALARM.severity(), capital(ignoring(section)) + lines + ".")) : Optional.empty();
	}

	/** A function that does the same as before, if so it is; {@code refusal} is what the differ makes of it. */
	Optional<Finding> function(String function, String refusal) throws IOException {
		String name = AuthorNames.whole(function);
		String ignore = name.contains(".") ? "Keep the order of functions and constants in the file: put the new code at its end"
				: capital(ADD) + "KPATCH_IGNORE_FUNCTION(" + name + "), or put the new code at the end of the file";
		if (evidence.sameCode(function)) {
			return Optional.of(Finding.of(Rule.FALSE_ALARM, evidence.places().file(), function + " does the same as before, only with other numbers from the compiler for its constants: the change "
					+ "does not touch it, though the differ finds " + refusal).in(function).as(Rule.FALSE_ALARM.severity(), ignore + "."));
		}
		Cause cause = causes.of(function);
		return cause.reason() != Reason.LINE_NUMBER ? Optional.empty()
				: Optional.of(Finding.of(Rule.FALSE_ALARM, placeOf(cause), cause.text() + "; the differ takes it for changed and finds " + refusal).in(function)
						.as(Rule.FALSE_ALARM.severity(), ignore + ", or keep the number of lines above " + name + "."));
	}

	private SourcePlace placeOf(Cause cause) {
		return cause.place().file().isEmpty() ? evidence.places().file() : cause.place();
	}

	/** How to have the differ pass over a section. */
	static String ignoring(String section) {
		return ADD + "KPATCH_IGNORE_SECTION(\"" + section + "\")";
	}

	private static String capital(String sentence) {
		return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
	}
}

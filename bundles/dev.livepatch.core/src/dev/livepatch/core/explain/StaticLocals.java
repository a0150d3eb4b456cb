package dev.livepatch.core.explain;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;

/** Static local variables: their state lives in the running kernel, and gcc numbers them anew in each version of a file. */
final class StaticLocals {
	private final ObjectEvidence evidence;

	StaticLocals(ObjectEvidence evidence) {
		this.evidence = evidence;
	}

	/** Told where the function's code changed, with the variable's declaration to look at. */
	List<Finding> lost(String variable, String section) throws IOException {
		String name = AuthorNames.ofVariable(variable);
		String function = AuthorNames.whole(section);
		List<String> users = evidence.usersOf(name);
		String text = users.stream().map(AuthorNames::whole).anyMatch(function::equals)
				? function + " goes on using the static local variable " + name + ", but in " + String.join(", ", users) + " and no longer in " + section
						+ ": the differ looks for it in each part by itself, and refuses that"
				: "the static local variable " + name + " is no longer used in " + function + (users.isEmpty() ? "" : ", but in " + String.join(", ", users)) + ": its state in the running kernel would be lost";
		Finding finding = Finding.of(Rule.STATIC_LOCAL_REMOVED, evidence.places().causeInFunction(function), text).in(function).about(name);
		return List.of(evidence.places().originalVariable(variable).map(declared -> finding.seeing(List.of(new Finding.Related(name, declared)))).orElse(finding));
	}

	List<Finding> added(String variable, String function) throws IOException {
		Optional<SourcePlace> declared = evidence.places().causeInVariable(variable);
		return List.of(Finding.of(Rule.STATIC_LOCAL_NEW, declared.isPresent() ? declared.get() : evidence.places().causeInFunction(function),
				"the static local variable " + AuthorNames.ofVariable(variable) + " of " + function + " is new to the running kernel: it starts from its initialiser")
				.in(function).about(AuthorNames.ofVariable(variable)));
	}
}

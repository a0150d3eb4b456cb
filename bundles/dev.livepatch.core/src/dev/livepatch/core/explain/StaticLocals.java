package dev.livepatch.core.explain;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.Causes;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;

/** Static local variables: their state lives in the running kernel, and gcc numbers them anew in each version of a file. */
final class StaticLocals {
	private final ObjectEvidence evidence;
	private final Causes causes;

	StaticLocals(ObjectEvidence evidence, Causes causes) {
		this.evidence = evidence;
		this.causes = causes;
	}

	/** Told where the function's code changed, with the variable's declaration to look at. */
	List<Finding> lost(String variable, String section) throws IOException {
		String name = AuthorNames.ofVariable(variable);
		String function = AuthorNames.whole(section);
		if (resized(variable, name)) {
			return List.of(Finding.of(Rule.OBJECT_RESIZED, evidence.places().causeInVariable(variable).orElseGet(evidence.places()::file),
					"the static local variable " + name + " of " + function + " has another size than in the running kernel").in(function).about(name));
		}
		List<String> users = evidence.usersOf(name);
		String text = users.stream().map(AuthorNames::whole).anyMatch(function::equals)
				? function + " goes on using the static local variable " + name + ", but in " + String.join(", ", users) + " and no longer in " + section
						+ ": the differ looks for it in each part by itself, and refuses that"
				: "the static local variable " + name + " is no longer used in " + function + (users.isEmpty() ? "" : ", but in " + String.join(", ", users)) + ": its state in the running kernel would be lost";
		Finding finding = at(function, text).in(function).about(name);
		return List.of(evidence.places().originalVariable(variable).map(declared -> finding.seeing(List.of(new Finding.Related(name, declared)))).orElse(finding));
	}

	/** Where the function is edited, else where the edit is that reached it by way of another. */
	private Finding at(String function, String text) throws IOException {
		Optional<SourcePlace> edit = evidence.places().editIn(function);
		Cause cause = causes.of(function);
		boolean elsewhere = edit.isEmpty() && !cause.place().file().isEmpty();
		return Finding.of(Rule.STATIC_LOCAL_REMOVED, elsewhere ? cause.place() : evidence.places().causeInFunction(function), elsewhere ? text + "; " + cause.text() : text);
	}

	/** gcc's number is not the same in both: those of the name have all to be as they were. */
	private boolean resized(String variable, String name) throws IOException {
		OptionalLong then = size(evidence.original(), variable);
		return then.isPresent() && evidence.patched().symbols().stream().anyMatch(s -> local(s, name)) && evidence.patched().symbols().stream().noneMatch(s -> local(s, name) && s.size() == then.getAsLong());
	}

	private static OptionalLong size(ObjectFile object, String variable) throws IOException {
		return object.symbols().stream().filter(s -> s.name().equals(variable) && s.defined()).mapToLong(Symbol::size).findFirst();
	}

	private static boolean local(Symbol symbol, String name) {
		return symbol.defined() && symbol.type() == SymbolType.OBJECT && AuthorNames.ofVariable(symbol.name()).equals(name);
	}

	List<Finding> added(String variable, String function) throws IOException {
		Optional<SourcePlace> declared = evidence.places().causeInVariable(variable);
		return List.of(Finding.of(Rule.STATIC_LOCAL_NEW, declared.isPresent() ? declared.get() : evidence.places().causeInFunction(function),
				"the static local variable " + AuthorNames.ofVariable(variable) + " of " + function + " is new to the running kernel: it starts from its initialiser")
				.in(function).about(AuthorNames.ofVariable(variable)));
	}
}

package dev.livepatch.core.cause;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.differ.DifferMessage.NewFunction;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.SymbolComparison;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Symbol;

/** Finds out why each function of a patch is part of it: what is proven by the objects first, what only fits them last. */
public final class Causes {
	private final ObjectEvidence evidence;
	private final AuthorEdits edits;
	private final Inlining before;
	private final Inlining after;
	private final List<Explanation> explanations;

	/** One kind of reason; empty if it does not hold for the function. */
	@FunctionalInterface
	private interface Explanation {
		Optional<Cause> of(PatchedFunction function) throws IOException;
	}

	public Causes(ObjectEvidence evidence, AuthorEdits edits) {
		this.evidence = evidence;
		this.edits = edits;
		before = new Inlining(evidence.originalDebug(), evidence.originalClones());
		after = new Inlining(evidence.patchedDebug(), evidence.patchedClones());
		LineNumbers lines = new LineNumbers(evidence);
		Definitions definitions = new Definitions(evidence, edits);
		CompilerChoices choices = new CompilerChoices(evidence, edits, before, after);
		explanations = List.of(this::edited, this::added, f -> lineNumber(f, lines), this::inlines, f -> uses(f, definitions.named(places(f))), choices::decision,
				choices::variant, this::renumbered, f -> uses(f, definitions.reached(places(f))), choices::neighbour, this::directive);
	}

	/** One for each function that the differ calls changed or new, and for each part of them, sorted by function. */
	public List<Cause> of(List<DifferMessage> messages) throws IOException {
		List<Cause> found = new ArrayList<>();
		for (DifferMessage message : messages) {
			if (message instanceof ChangedFunction changed) {
				add(changed.function(), found);
			} else if (message instanceof NewFunction added) {
				add(added.function(), found);
			}
		}
		return found.stream().sorted().toList();
	}

	private void add(String name, List<Cause> found) throws IOException {
		PatchedFunction function = PatchedFunction.of(name, evidence);
		Cause cause = of(function);
		found.add(cause);
		for (Symbol part : function.parts(evidence)) {
			found.add(new Cause(part.name(), Reason.PART, cause.place(), "part of " + name, part.name() + " is a part that the compiler split off " + name + ", and is patched with it"));
		}
	}

	/** Why a function whose code is not as before is so, whatever the differ makes of it. */
	public Cause of(String function) throws IOException {
		return of(PatchedFunction.of(function, evidence));
	}

	private Cause of(PatchedFunction function) throws IOException {
		for (Explanation explanation : explanations) {
			Optional<Cause> cause = explanation.of(function);
			if (cause.isPresent()) {
				return cause.get();
			}
		}
		return new Cause(function.name(), Reason.COMPILER, new SourcePlace("", 0), "compiled otherwise",
				function.name() + " is compiled otherwise, though no edit reaches it that can be seen: the compiler chose other registers, another order or another alignment");
	}

	private Optional<Cause> edited(PatchedFunction function) {
		return edits.inFunction(function.declared()).map(edit -> new Cause(function.name(), Reason.EDITED, edit, "", function.name() + " is edited " + at(edit, function)));
	}

	/** A new name for code that is there, as by an alias, has no text of its own. */
	private Optional<Cause> added(PatchedFunction function) throws ObjectFormatException {
		return function.variant() || !evidence.unknownToOriginal(function.name()) ? Optional.empty() : edits.firstSaying(function.name())
				.map(edit -> new Cause(function.name(), Reason.EDITED, edit, "", function.name() + " is new, and comes from the edit " + at(edit, function)));
	}

	private Optional<Cause> lineNumber(PatchedFunction function, LineNumbers lines) throws ObjectFormatException {
		return lines.onlyDifference(function).map(moved -> new Cause(function.name(), Reason.LINE_NUMBER, moved.place(), "line number " + moved.original() + " is now " + moved.place().line(),
				function.name() + " differs only in a line number that it passes on (__LINE__): " + moved.original() + " is now " + moved.place().line()
						+ ", because lines were added or removed above"));
	}

	/** The differ compares constants by the compiler's numbers for them ({@code .LC22}), and those count all constants before as well. */
	private Optional<Cause> renumbered(PatchedFunction function) throws ObjectFormatException {
		SymbolComparison comparison = new SymbolComparison(evidence.original(), evidence.patched());
		List<PatchedFunction.Versions> versions = function.versions(evidence);
		for (PatchedFunction.Versions both : versions) {
			if (comparison.firstDifference(both.before(), both.after()).isPresent()) {
				return Optional.empty();
			}
		}
		return versions.isEmpty() ? Optional.empty() : Optional.of(new Cause(function.name(), Reason.RENUMBERING, evidence.places().file(), "same constants in other places",
				function.name() + " does what it did: its code is the same, and what it refers to only lies in another place or has another number"));
	}

	private Optional<Cause> inlines(PatchedFunction function) throws IOException {
		if (function.after().isEmpty()) {
			return Optional.empty();
		}
		String symbol = function.after().get().name();
		Optional<Inlining.Inlined> seen = nearestEdited(after.seenIn(symbol));
		Optional<Inlining.Inlined> found = seen.isPresent() ? seen : nearestEdited(after.loggedIn(symbol));
		return found.map(inlined -> {
			SourcePlace edit = edits.inFunction(inlined.declared()).orElseThrow();
			String through = inlined.through().isEmpty() ? "" : " through " + String.join(" and ", inlined.through());
			String call = inlined.call().map(evidence.source()::place).filter(p -> p.line() > 0).map(p -> ", where it is called " + at(p, function)).orElse("");
			return new Cause(function.name(), Reason.INLINES, edit, "inlines " + inlined.function() + through,
					function.name() + " contains a copy of " + inlined.function() + through + call + "; " + inlined.function() + " is edited " + at(edit, function));
		});
	}

	private Optional<Inlining.Inlined> nearestEdited(Collection<Inlining.Inlined> all) {
		return all.stream().filter(i -> edits.inFunction(i.declared()).isPresent()).min(Comparator.comparingInt(i -> i.through().size()));
	}

	/** What holds for all that follows it reaches functions that do not name it: a macro that the kernel's own macros use (pr_fmt), a pragma, an include. */
	private Optional<Cause> directive(PatchedFunction function) {
		return edits.directiveBefore(function.declared()).map(edit -> new Cause(function.name(), Reason.DEFINITION, edit, "after an edited directive",
				function.name() + " comes after the preprocessor's line that is edited " + at(edit, function) + ", and is compiled otherwise with it, by way of other macros or as a whole"));
	}

	private Optional<Cause> uses(PatchedFunction function, Optional<Definitions.Use> found) {
		return found.map(use -> {
			String word = use.title().endsWith(use.word()) ? "" : " (" + use.word() + ")";
			return new Cause(function.name(), Reason.DEFINITION, use.place(), "uses " + use.title(),
					function.name() + " uses " + use.title() + word + ", whose definition is edited " + at(use.place(), function));
		});
	}

	/** Where the function and all that is inlined into it are declared. */
	private List<SourcePlace> places(PatchedFunction function) throws IOException {
		List<SourcePlace> places = new ArrayList<>(List.of(function.declared()));
		for (Inlining.Inlined inlined : function.after().isPresent() ? after.into(function.after().get().name()) : List.<Inlining.Inlined>of()) {
			places.add(evidence.source().place(inlined.declared()));
		}
		return places;
	}

	/** A place as seen from a function's file. */
	private static String at(SourcePlace place, PatchedFunction function) {
		return place.file().equals(function.declared().file()) ? "at line " + place.line() : "at " + place.file() + ":" + place.line();
	}
}

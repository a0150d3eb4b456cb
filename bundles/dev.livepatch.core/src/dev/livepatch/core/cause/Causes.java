package dev.livepatch.core.cause;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.differ.DifferMessage.NewFunction;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.SourceLine;

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
		Optional<Cause> of(PatchedFunction function) throws ObjectFormatException;
	}

	private Causes(ObjectEvidence evidence) throws IOException {
		this.evidence = evidence;
		edits = new AuthorEdits(evidence.source());
		before = new Inlining(evidence.originalDebug(), CloneLog.read(evidence.originalClones()));
		after = new Inlining(evidence.patchedDebug(), CloneLog.read(evidence.patchedClones()));
		LineNumbers lines = new LineNumbers(evidence);
		Definitions definitions = new Definitions(evidence, edits);
		CompilerChoices choices = new CompilerChoices(evidence, edits, before, after);
		explanations = List.of(this::edited, f -> lineNumber(f, lines), this::inlines, f -> uses(f, definitions.named(places(f))), choices::decision,
				choices::variant, f -> uses(f, definitions.reached(places(f))), choices::neighbour);
	}

	/** One for each function that the differ calls changed or new, sorted by function. */
	public static List<Cause> of(ObjectEvidence evidence, List<DifferMessage> messages) throws IOException {
		Causes causes = new Causes(evidence);
		List<Cause> found = new ArrayList<>();
		for (DifferMessage message : messages) {
			if (message instanceof ChangedFunction changed) {
				found.add(causes.of(PatchedFunction.of(changed.function(), evidence)));
			} else if (message instanceof NewFunction added) {
				found.add(causes.of(PatchedFunction.of(added.function(), evidence)));
			}
		}
		return found.stream().sorted().toList();
	}

	private Cause of(PatchedFunction function) throws ObjectFormatException {
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

	private Optional<Cause> lineNumber(PatchedFunction function, LineNumbers lines) throws ObjectFormatException {
		return lines.onlyDifference(function).map(moved -> new Cause(function.name(), Reason.LINE_NUMBER, moved.place(), "line number " + moved.original() + " is now " + moved.place().line(),
				function.name() + " differs only in a line number that it passes on (__LINE__): " + moved.original() + " is now " + moved.place().line()
						+ ", because lines were added or removed above"));
	}

	private Optional<Cause> inlines(PatchedFunction function) throws ObjectFormatException {
		Optional<Inlining.Inlined> found = Optional.empty();
		for (Inlining.Inlined inlined : function.after().isPresent() ? after.into(function.after().get().name()) : List.<Inlining.Inlined>of()) {
			if (edits.inFunction(inlined.declared()).isPresent() && found.filter(f -> f.through().size() <= inlined.through().size()).isEmpty()) {
				found = Optional.of(inlined);
			}
		}
		return found.map(inlined -> {
			SourcePlace edit = edits.inFunction(inlined.declared()).orElseThrow();
			String through = inlined.through().isEmpty() ? "" : " through " + String.join(" and ", inlined.through());
			String call = inlined.call().map(evidence.source()::place).filter(p -> p.line() > 0).map(p -> ", where it is called " + at(p, function)).orElse("");
			return new Cause(function.name(), Reason.INLINES, edit, "inlines " + inlined.function() + through,
					function.name() + " contains a copy of " + inlined.function() + through + call + "; " + inlined.function() + " is edited " + at(edit, function));
		});
	}

	private Optional<Cause> uses(PatchedFunction function, Optional<Definitions.Use> found) {
		return found.map(use -> {
			String word = use.title().endsWith(use.word()) ? "" : " (" + use.word() + ")";
			return new Cause(function.name(), Reason.DEFINITION, use.place(), "uses " + use.title(),
					function.name() + " uses " + use.title() + word + ", whose definition is edited " + at(use.place(), function));
		});
	}

	/** Where the function and all that is inlined into it are declared. */
	private List<SourcePlace> places(PatchedFunction function) throws ObjectFormatException {
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

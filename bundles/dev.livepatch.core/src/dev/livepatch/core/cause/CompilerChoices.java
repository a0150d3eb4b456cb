package dev.livepatch.core.cause;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.SymbolComparison;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.SourceNames;
import dev.livepatch.core.object.Symbol;

/** What the compiler decides between functions, and decided otherwise in the patched version: what to inline, to copy, to split, to take for granted. */
final class CompilerChoices {
	/** Named at most; the rest follows from these. */
	private static final int TOLD = 3;
	private final ObjectEvidence evidence;
	private final AuthorEdits edits;
	private final Inlining before;
	private final Inlining after;

	CompilerChoices(ObjectEvidence evidence, AuthorEdits edits, Inlining before, Inlining after) {
		this.evidence = evidence;
		this.edits = edits;
		this.before = before;
		this.after = after;
	}

	/** Something is inlined into the function that was not, or no longer is; or the function itself was inlined wherever it was used. */
	Optional<Cause> decision(PatchedFunction function) throws IOException {
		if (function.before().isEmpty()) {
			return nowOfItsOwn(function);
		}
		if (function.after().isEmpty()) {
			return Optional.empty();
		}
		List<Inlining.Inlined> then = before.into(function.before().get().name());
		List<Inlining.Inlined> now = after.into(function.after().get().name());
		List<String> lost = outermost(then, names(now));
		List<String> gained = outermost(now, names(then));
		if (!lost.isEmpty()) {
			return Optional.of(decision(function, lost, "no longer inlines ", "was inlined into it and no longer is"));
		}
		return gained.isEmpty() ? Optional.empty() : Optional.of(decision(function, gained, "now inlines ", "is inlined into it, which was not before"));
	}

	private Cause decision(PatchedFunction function, List<String> others, String brief, String text) throws IOException {
		SourcePlace origin = origin(others);
		return new Cause(function.name(), Reason.INLINING_DECISION, origin, brief + listed(others), function.name() + " is compiled otherwise: " + listed(others) + " " + text + origin(origin, function));
	}

	private Optional<Cause> nowOfItsOwn(PatchedFunction function) throws IOException {
		Optional<FunctionInfo> known = evidence.originalDebug().function(function.sourceName());
		List<String> holders = List.copyOf(before.holdersOf(function.sourceName()));
		if (function.variant() || known.isEmpty() || holders.isEmpty()) {
			return Optional.empty();
		}
		SourcePlace origin = origin(List.of(function.sourceName()));
		return Optional.of(new Cause(function.name(), Reason.INLINING_DECISION, origin, "was only inlined",
				function.name() + " exists in the running kernel only inlined, into " + listed(holders) + ", and becomes a function of its own" + origin(origin, function)));
	}

	/** The function is a new copy or part, or calls another copy of the same function than before. */
	Optional<Cause> variant(PatchedFunction function) throws IOException {
		if (function.before().isEmpty()) {
			return function.variant() ? Optional.of(new Cause(function.name(), Reason.VARIANT, evidence.places().file(), "a copy or part of " + function.sourceName(),
					function.name() + " is a copy or part of " + function.sourceName() + " that the compiler did not make in the running kernel")) : Optional.empty();
		}
		Set<String> then = calls(evidence.original(), function.before().get());
		Set<String> now = function.after().isPresent() ? calls(evidence.patched(), function.after().get()) : Set.of();
		for (String callee : now) {
			String source = SourceNames.of(callee);
			Optional<String> other = then.contains(callee) ? Optional.empty() : then.stream().filter(c -> SourceNames.of(c).equals(source) && !now.contains(c)).findFirst();
			if (other.isPresent()) {
				SourcePlace origin = origin(List.of(source));
				return Optional.of(new Cause(function.name(), Reason.VARIANT, origin, "calls " + callee + " instead of " + other.get(),
						function.name() + " calls " + callee + ", where it called " + other.get() + ": the compiler makes another variant of " + source + origin(origin, function)));
			}
		}
		return Optional.empty();
	}

	/** The function calls an edited one, or is called by one. */
	Optional<Cause> neighbour(PatchedFunction function) throws IOException {
		if (function.after().isEmpty()) {
			return Optional.empty();
		}
		for (String callee : calls(evidence.patched(), function.after().get())) {
			Optional<SourcePlace> edit = edit(callee);
			if (edit.isPresent()) {
				return Optional.of(new Cause(function.name(), Reason.NEIGHBOUR, edit.get(), "calls " + callee,
						function.name() + " calls " + callee + origin(edit.get(), function) + ", and the compiler takes what it knows of that into account"));
			}
		}
		for (FunctionInfo caller : evidence.patchedDebug().functions()) {
			Optional<SourcePlace> edit = caller.code().isEmpty() ? Optional.empty() : edits.inFunction(caller);
			Optional<Symbol> symbol = edit.isEmpty() ? Optional.empty() : evidence.patched().symbol(caller.name()).filter(Symbol::defined);
			if (symbol.isPresent() && calls(evidence.patched(), symbol.get()).contains(function.after().get().name())) {
				return Optional.of(new Cause(function.name(), Reason.NEIGHBOUR, edit.get(), "called by " + caller.name(),
						function.name() + " is called by " + caller.name() + origin(edit.get(), function) + ", and the compiler takes what that passes into account"));
			}
		}
		return Optional.empty();
	}

	/** Where the author changed what the compiler decided by: one of the functions, something inlined into it, a new use of it; else where the edits begin. */
	private SourcePlace origin(List<String> functions) throws IOException {
		for (String function : functions) {
			Optional<SourcePlace> edit = edit(function);
			if (edit.isPresent()) {
				return edit.get();
			}
			for (Inlining.Inlined inlined : after.into(function)) {
				Optional<SourcePlace> within = edits.inFunction(inlined.declared());
				if (within.isPresent()) {
					return within.get();
				}
			}
			Optional<SourcePlace> use = edits.firstSaying(function);
			if (use.isPresent()) {
				return use.get();
			}
		}
		return evidence.places().file();
	}

	private Optional<SourcePlace> edit(String function) throws IOException {
		return evidence.patchedDebug().function(function).flatMap(edits::inFunction);
	}

	private static String origin(SourcePlace place, PatchedFunction function) {
		return place.line() == 0 ? "" : ", for the edit at " + (place.file().equals(function.declared().file()) ? "line " : place.file() + ":") + place.line();
	}

	private static Set<String> names(List<Inlining.Inlined> all) {
		return all.stream().map(Inlining.Inlined::function).collect(Collectors.toSet());
	}

	/** Those that the others do not have, without what came with another of them. */
	private static List<String> outermost(List<Inlining.Inlined> all, Set<String> others) {
		List<Inlining.Inlined> only = all.stream().filter(i -> !others.contains(i.function())).toList();
		Set<String> names = names(only);
		return only.stream().filter(i -> i.through().stream().noneMatch(names::contains)).map(Inlining.Inlined::function).toList();
	}

	private static String listed(List<String> names) {
		return names.size() <= TOLD ? String.join(", ", names) : String.join(", ", names.subList(0, TOLD)) + " and " + (names.size() - TOLD) + " more";
	}

	/** The functions that a function calls or jumps to, by their symbols. */
	private static Set<String> calls(ObjectFile object, Symbol function) throws IOException {
		Set<String> names = new LinkedHashSet<>();
		for (Relocation relocation : SymbolComparison.relocations(object, function)) {
			if (relocation.type() == Relocation.R_X86_64_PLT32 || relocation.type() == Relocation.R_X86_64_PC32) {
				String target = SymbolComparison.target(object, relocation);
				names.add(target.replaceFirst("\\+-?\\d+$", ""));
			}
		}
		names.remove(function.name());
		return names;
	}
}

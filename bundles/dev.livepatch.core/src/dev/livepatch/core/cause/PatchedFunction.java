package dev.livepatch.core.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.SymbolComparison;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.Symbol;

/**
 * A function of a patch in both versions of its object.
 *
 * @param name     as the differ prints it
 * @param before   its symbol in the original; empty if it is new
 * @param after    its symbol in the patched object
 * @param info     of the patched version
 * @param declared in the patched sources
 */
record PatchedFunction(String name, Optional<Symbol> before, Optional<Symbol> after, Optional<FunctionInfo> info, SourcePlace declared) {
	private static final String COLD = ".cold";
	private static final List<String> PARTS = List.of(COLD, ".part.");

	static PatchedFunction of(String name, ObjectEvidence evidence) throws ObjectFormatException {
		Optional<Symbol> before = counterpart(evidence.original(), name);
		Optional<Symbol> after = counterpart(evidence.patched(), name);
		Optional<FunctionInfo> info = evidence.patchedDebug().function(after.map(Symbol::name).orElse(name));
		SourcePlace declared = info.isPresent() ? evidence.source().place(new SourceLine(info.get().file(), info.get().line())) : evidence.places().declarationOf(name);
		return new PatchedFunction(name, before, after, info, declared);
	}

	/** The differ takes copies that the compiler numbered otherwise for the same ({@code kpatch_mangled_strcmp}) and prints the original's name. */
	private static Optional<Symbol> counterpart(ObjectFile object, String name) throws ObjectFormatException {
		Optional<Symbol> exact = object.symbol(name).filter(Symbol::defined);
		if (exact.isPresent() || name.indexOf('.') < 0) {
			return exact;
		}
		String unnumbered = unnumbered(name);
		return object.symbols().stream().filter(s -> s.function() && s.defined() && unnumbered(s.name()).equals(unnumbered)).findFirst();
	}

	static String unnumbered(String name) {
		return name.replaceAll("\\.\\d+", ".");
	}

	/** What the source calls it. */
	String sourceName() {
		return info.map(FunctionInfo::name).orElse(name);
	}

	/** Whether it is a copy or a part that the compiler made. */
	boolean variant() {
		return name.indexOf('.') > 0;
	}

	/** Its code in both versions, the part that the compiler moved out of the way as well; empty if one version lacks what the other has. */
	List<Versions> versions(ObjectEvidence evidence) throws ObjectFormatException {
		if (before.isEmpty() || after.isEmpty()) {
			return List.of();
		}
		List<Versions> versions = new ArrayList<>(List.of(new Versions(before.get(), after.get())));
		Optional<Symbol> coldBefore = counterpart(evidence.original(), before.get().name() + COLD);
		Optional<Symbol> coldAfter = counterpart(evidence.patched(), after.get().name() + COLD);
		if (coldBefore.isPresent() != coldAfter.isPresent()) {
			return List.of();
		}
		coldBefore.ifPresent(cold -> versions.add(new Versions(cold, coldAfter.get())));
		return versions;
	}

	/** What the compiler split off the function, in the patched object: the differ takes both together ({@code kpatch_detect_child_functions}) and names only the function. */
	List<Symbol> parts(ObjectEvidence evidence) throws ObjectFormatException {
		List<Symbol> parts = new ArrayList<>();
		for (Symbol symbol : after.isPresent() ? evidence.patched().symbols() : List.<Symbol>of()) {
			boolean part = symbol.function() && symbol.defined() && PARTS.stream().anyMatch(p -> symbol.name().startsWith(after.get().name() + p));
			if (part && (symbol.name().endsWith(COLD) || differs(symbol, evidence))) {
				parts.add(symbol);
			}
		}
		return parts;
	}

	private static boolean differs(Symbol part, ObjectEvidence evidence) throws ObjectFormatException {
		Optional<Symbol> then = counterpart(evidence.original(), part.name());
		return then.isEmpty() || new SymbolComparison(evidence.original(), evidence.patched()).firstDifference(then.get(), part).isPresent();
	}

	/** One piece of code before and after. */
	record Versions(Symbol before, Symbol after) {
	}
}

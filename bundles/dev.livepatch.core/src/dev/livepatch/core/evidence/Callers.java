package dev.livepatch.core.evidence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionFact;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.InlineSite;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.SourceNames;
import dev.livepatch.core.object.SymbolType;

/** Who calls a function of an object, or holds a copy of it: by the relocations of code, and by the debug information of what was inlined. {@link OutsideUsers} are those of other objects. */
public final class Callers {
	/** From the field of a call to its end (x86-64 psABI, R_X86_64_PLT32). */
	private static final int FIELD = 4;

	private record Place(int section, long offset) {
	}

	private final Map<String, FunctionFact> facts = new HashMap<>();
	private final Map<String, Set<String>> callers = new HashMap<>();

	public Callers(ObjectFile object, DebugInfo debug) throws ObjectFormatException {
		Map<Place, String> starts = new HashMap<>();
		List<FunctionFact> functions = ObjectFacts.functions(object);
		for (FunctionFact fact : functions) {
			facts.merge(SourceNames.of(fact.symbol().name()), fact, (first, second) -> first.fentry() ? first : second);
			starts.put(new Place(fact.symbol().section(), fact.symbol().value()), fact.symbol().name());
		}
		for (FunctionFact fact : functions) {
			long start = fact.symbol().value();
			for (Relocation relocation : object.relocations(fact.section(), start, start + fact.symbol().size())) {
				called(relocation, starts).ifPresent(callee -> add(callee, fact.symbol().name()));
			}
		}
		for (FunctionInfo function : debug.functions()) {
			for (InlineSite site : function.inlined()) {
				add(site.function(), function.name());
			}
		}
	}

	private static Optional<String> called(Relocation relocation, Map<Place, String> starts) {
		if (relocation.symbol().type() != SymbolType.SECTION) {
			return Optional.of(relocation.symbol().name());
		}
		boolean relative = relocation.type() == Relocation.R_X86_64_PC32 || relocation.type() == Relocation.R_X86_64_PLT32;
		return Optional.ofNullable(starts.get(new Place(relocation.symbol().section(), relocation.addend() + (relative ? FIELD : 0))));
	}

	private void add(String calledName, String callingName) {
		String callee = SourceNames.of(calledName);
		String caller = SourceNames.of(callingName);
		if (!callee.equals(caller)) {
			callers.computeIfAbsent(callee, c -> new LinkedHashSet<>()).add(caller);
		}
	}

	/**
	 * Who calls a function, directly or not, outside of init code.
	 *
	 * @param patchable the nearest functions on each way to one that can be redirected, nearest first
	 * @param through   the function itself, and those on the way that cannot
	 */
	public record Found(Set<String> patchable, Set<String> through) {
	}

	public Found of(String function) {
		Set<String> found = new LinkedHashSet<>();
		Set<String> through = new LinkedHashSet<>(Set.of(SourceNames.of(function)));
		Set<String> seen = new LinkedHashSet<>(through);
		Deque<String> open = new ArrayDeque<>(seen);
		while (!open.isEmpty()) {
			for (String caller : callers.getOrDefault(open.poll(), Set.of())) {
				FunctionFact fact = facts.get(caller);
				if (!seen.add(caller) || fact != null && fact.section().name().startsWith(".init")) {
					continue;
				}
				if (fact != null && fact.fentry()) {
					found.add(caller);
				} else {
					through.add(caller);
					open.add(caller);
				}
			}
		}
		return new Found(found, through);
	}
}

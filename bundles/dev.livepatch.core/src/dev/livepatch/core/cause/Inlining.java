package dev.livepatch.core.cause;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.InlineSite;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.SourceNames;

/** What is inlined into the functions of one version of an object: by its debug information, and by the compiler's log where there is one. */
final class Inlining {
	private final DebugInfo debug;
	private final Optional<Path> logFile;
	private final Map<String, Map<String, Inlined>> seen = new HashMap<>();
	private CloneLog log;

	/** @param log the compiler's; read when the debug information does not tell */
	Inlining(DebugInfo debug, Optional<Path> log) {
		this.debug = debug;
		this.logFile = log;
	}

	/**
	 * A function inlined into another, perhaps through others.
	 *
	 * @param function its name in the source
	 * @param declared where it is declared
	 * @param through  the functions between the two, outer ones first
	 * @param call     of the outermost of them; empty if unknown
	 */
	record Inlined(String function, SourceLine declared, List<String> through, Optional<SourceLine> call) {
	}

	/** What the debug information knows to be inlined into the function of a symbol, each function once, by the shortest way. */
	Collection<Inlined> seenIn(String symbol) throws ObjectFormatException {
		return seenByName(symbol).values();
	}

	private Map<String, Inlined> seenByName(String symbol) throws ObjectFormatException {
		Map<String, Inlined> found = seen.get(symbol);
		if (found == null) {
			found = new LinkedHashMap<>();
			Optional<FunctionInfo> function = debug.function(symbol);
			for (InlineSite site : function.map(FunctionInfo::inlined).orElse(List.of())) {
				found.merge(site.function(), inlined(site, function.get()), (known, other) -> other.through().size() < known.through().size() ? other : known);
			}
			seen.put(symbol, found);
		}
		return found;
	}

	/** What the compiler's log says besides: functions of which no code was left. */
	Collection<Inlined> loggedIn(String symbol) throws IOException {
		if (log == null) {
			log = CloneLog.read(logFile);
		}
		Map<String, Inlined> found = new LinkedHashMap<>();
		Map<String, String> logged = log.inlinedInto(symbol);
		for (String callee : logged.keySet()) {
			String name = SourceNames.of(callee);
			Optional<FunctionInfo> info = seenByName(symbol).containsKey(name) || found.containsKey(name) || name.equals(SourceNames.of(symbol)) ? Optional.empty() : debug.function(callee);
			info.ifPresent(i -> found.put(name, new Inlined(name, new SourceLine(i.file(), i.line()), through(callee, symbol, logged), Optional.empty())));
		}
		return found.values();
	}

	/** Everything inlined into the function of a symbol. */
	List<Inlined> into(String symbol) throws IOException {
		List<Inlined> all = new ArrayList<>(seenIn(symbol));
		all.addAll(loggedIn(symbol));
		return all;
	}

	/** The functions with code of their own that a function is inlined into, sorted. */
	Collection<String> holdersOf(String function) throws ObjectFormatException {
		return debug.functions().stream().filter(f -> f.code().isPresent() && f.inlined().stream().anyMatch(s -> s.function().equals(function))).map(FunctionInfo::name).distinct()
				.sorted().toList();
	}

	private static Inlined inlined(InlineSite site, FunctionInfo into) {
		Deque<String> through = new ArrayDeque<>();
		InlineSite outermost = site;
		while (!outermost.caller().equals(into.name())) {
			String caller = outermost.caller();
			Optional<InlineSite> next = into.inlined().stream().filter(s -> s.function().equals(caller)).findFirst();
			if (next.isEmpty() || through.contains(caller)) {
				break;
			}
			through.addFirst(caller);
			outermost = next.get();
		}
		return new Inlined(site.function(), site.declared(), List.copyOf(through), Optional.of(new SourceLine(outermost.file(), outermost.line())));
	}

	private static List<String> through(String callee, String symbol, Map<String, String> into) {
		List<String> through = new ArrayList<>();
		for (String at = into.get(callee); at != null && !at.equals(symbol) && through.size() <= into.size(); at = into.get(at)) {
			if (!SourceNames.of(at).equals(SourceNames.of(symbol)) && !SourceNames.of(at).equals(SourceNames.of(callee))) {
				through.addFirst(SourceNames.of(at));
			}
		}
		return List.copyOf(through);
	}
}

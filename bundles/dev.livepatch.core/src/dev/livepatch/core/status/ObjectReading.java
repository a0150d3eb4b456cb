package dev.livepatch.core.status;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.livepatch.core.hazard.References;
import dev.livepatch.core.hazard.References.Kind;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.hazard.Stay;
import dev.livepatch.core.hazard.Stays;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.ThreadStacks;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.FunctionFact;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.InlineSite;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.SourceNames;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.source.Element;
import dev.livepatch.core.source.Outline;

/** Collects what objects say of the functions of one source file. For one thread. */
final class ObjectReading {
	private final SourcePaths paths;
	private final String path;
	private final ThreadStacks seen;
	/** By the line that its head begins on, the function's first symbol: macros define functions of several names on one line. */
	private final Set<String> names = new HashSet<>();
	private final TreeMap<Integer, Element.Function> byLine = new TreeMap<>();
	private final Map<String, Building> found = new HashMap<>();

	private static final class Building {
		final List<CompiledCopy> compiled = new ArrayList<>();
		final List<InlineCopy> inlined = new ArrayList<>();
		final List<Site> callers = new ArrayList<>();
		Optional<Stay> stay = Optional.empty();

		/** Of several copies of its code, the one that counts is the one that tasks do not leave. */
		void staying(Stay other) {
			stay = stay.filter(known -> !known.ends() || other.ends()).or(() -> Optional.of(other));
		}
	}

	/**
	 * @param outline of the kernel's version of the file
	 * @param seen    in boots of the kernel
	 */
	ObjectReading(SourcePaths paths, String path, Outline outline, ThreadStacks seen) {
		this.paths = paths;
		this.path = path;
		this.seen = seen;
		for (Element.Function function : outline.functions()) {
			names.add(function.symbols().getFirst());
			byLine.put(function.extent().firstLine(), function);
		}
	}

	void read(ObjectFile object, String name, ParentObject parent, boolean traceable) throws ObjectFormatException {
		DebugInfo debug = DebugInfo.read(object);
		Map<String, FunctionFact> symbols = new HashMap<>();
		Map<String, String> ours = new HashMap<>();
		for (FunctionFact fact : ObjectFacts.functions(object)) {
			String symbol = fact.symbol().name();
			symbols.merge(SourceNames.of(symbol), fact, (first, next) -> first.fentry() ? first : next);
			Optional<String> function = function(debug, fact);
			if (function.isPresent() && !symbol.contains(".cold")) {
				ours.put(symbol, function.get());
				at(function.get()).compiled.add(new CompiledCopy(symbol, name, parent, fact.section().name(), fact.symbol().size(), fact.fentry(), traceable, entry(object, fact)));
			}
		}
		References references = new References(object);
		Stays stays = new Stays(references, debug, parent, seen);
		for (Map.Entry<String, String> function : ours.entrySet()) {
			stays.of(References.whole(function.getKey())).ifPresent(at(function.getValue())::staying);
		}
		for (FunctionInfo holder : debug.functions()) {
			for (InlineSite site : holder.inlined()) {
				if (paths.same(site.declared().file(), path)) {
					Optional<FunctionFact> code = Optional.ofNullable(symbols.get(holder.name()));
					at(named(site.function(), site.declared().line())).inlined.add(new InlineCopy(holder.name(), code.filter(ObjectReading::patchable).isPresent(),
							code.isPresent() ? stays.of(References.whole(code.get().symbol().name())) : Optional.empty(), new Site(site.caller(), paths.kernelPath(site.file()), site.line(), name)));
				}
			}
		}
		readCalls(references, debug, name, ours);
	}

	private void readCalls(References references, DebugInfo debug, String name, Map<String, String> ours) throws ObjectFormatException {
		for (String caller : references.functions()) {
			for (Reference reference : references.of(caller)) {
				String called = reference.kind() == Kind.CALL ? ours.get(reference.name()) : null;
				if (called != null) {
					List<Frame> frames = debug.frames(reference.section(), reference.offset());
					// where gcc split a function, its callers have the one part inlined, and that calls the other; a recursion has no other frame
					Frame place = frames.stream().filter(f -> !f.function().equals(SourceNames.of(reference.name()))).findFirst().or(() -> frames.stream().findFirst())
							.orElse(new Frame(SourceNames.of(caller), "", 0));
					at(called).callers.add(new Site(place.function(), paths.kernelPath(place.file()), place.line(), name));
				}
			}
		}
	}

	private static boolean patchable(FunctionFact fact) {
		return fact.fentry() && !fact.section().name().startsWith(".init.");
	}

	/** The function of the file that a symbol is code of. */
	private Optional<String> function(DebugInfo debug, FunctionFact fact) throws ObjectFormatException {
		Symbol symbol = fact.symbol();
		Optional<FunctionInfo> info = debug.function(fact.section(), symbol.value());
		if (info.isEmpty()) {
			// an alias that gcc made of an equal function has a symbol, and no code in the debug information
			info = debug.function(symbol.name()).filter(f -> f.name().equals(SourceNames.of(symbol.name())));
		}
		return info.filter(f -> paths.same(f.file(), path)).map(f -> named(f.name(), f.line()));
	}

	private String named(String name, int line) {
		if (names.contains(name)) {
			return name;
		}
		Map.Entry<Integer, Element.Function> above = byLine.floorEntry(line);
		return above == null || above.getValue().extent().lastLine() < line ? name : above.getValue().symbols().getFirst();
	}

	private static byte[] entry(ObjectFile object, FunctionFact fact) throws ObjectFormatException {
		ByteBuffer code = object.data(fact.section());
		int from = Math.clamp(fact.symbol().value(), 0, code.limit());
		byte[] entry = new byte[(int) Math.min(Math.min(CompiledCopy.ENTRY, Math.max(fact.symbol().size(), 0)), code.limit() - from)];
		code.get(from, entry);
		return entry;
	}

	private Building at(String function) {
		return found.computeIfAbsent(function, f -> new Building());
	}

	/** By each function's first symbol. */
	Map<String, FunctionFacts> facts() {
		Map<String, FunctionFacts> facts = new HashMap<>();
		found.forEach((name, b) -> facts.put(name, new FunctionFacts(b.compiled, intoOthers(b), b.callers.stream().distinct().toList(), b.stay)));
		return facts;
	}

	/** gcc may split a function and put the smaller part back, and macros make functions of which one holds the other. */
	private static List<InlineCopy> intoOthers(Building function) {
		Set<String> own = function.compiled.stream().map(c -> SourceNames.of(c.symbol())).collect(Collectors.toSet());
		return function.inlined.stream().filter(copy -> !own.contains(copy.holder())).distinct().toList();
	}
}

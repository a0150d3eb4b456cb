package dev.livepatch.core.listing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.DisassemblerUnavailable;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.evidence.SymbolComparison;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.InlineSite;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.SourceNames;
import dev.livepatch.core.object.Symbol;

/** The functions of both versions of an object, to be listed and compared. Not for several threads at once. */
public final class ObjectListings {
	private static final String UNLIKELY = ".cold";
	private final ObjectFile original;
	private final ObjectFile patched;
	private final DebugInfo patchedDebug;
	private final ListingReader originalReader;
	private final ListingReader patchedReader;
	private final AuthorSource source;

	/**
	 * @param source the author's files, as the patched object was made from them
	 * @throws DisassemblerUnavailable if the disassembler's library is missing; says what to do
	 * @throws IOException             if an object cannot be read
	 */
	public ObjectListings(CompiledPair pair, AuthorSource source) throws IOException {
		this(ObjectFile.read(pair.original()), ObjectFile.read(pair.patched()), source);
	}

	public ObjectListings(ObjectFile original, ObjectFile patched, AuthorSource source) throws IOException {
		Disassembler disassembler = Disassembler.capstone();
		this.original = original;
		this.patched = patched;
		this.source = source;
		this.patchedDebug = DebugInfo.read(patched);
		this.originalReader = new ListingReader(original, new SourceText(source, true), disassembler);
		this.patchedReader = new ListingReader(patched, new SourceText(source, false), disassembler);
	}

	/** What became of a function. */
	public enum Change {
		SAME, CHANGED, NEW, REMOVED
	}

	/** A function of either version, by its symbol; what the compiler moved out of it belongs to it. */
	public record Function(String symbol, Change change) {
	}

	/** Sorted by name. */
	public List<Function> functions() throws ObjectFormatException {
		Map<String, Symbol> before = functions(original);
		Map<String, Symbol> after = functions(patched);
		SymbolComparison comparison = new SymbolComparison(original, patched);
		Map<String, Change> changes = new TreeMap<>();
		for (Map.Entry<String, Symbol> entry : before.entrySet()) {
			Symbol now = after.get(entry.getKey());
			Change change = now == null ? Change.REMOVED : comparison.firstDifference(entry.getValue(), now).isPresent() ? Change.CHANGED : Change.SAME;
			changes.merge(whole(entry.getKey(), before), change, ObjectListings::both);
		}
		after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(name -> changes.merge(whole(name, after), Change.NEW, ObjectListings::both));
		return changes.entrySet().stream().map(e -> new Function(e.getKey(), e.getValue())).toList();
	}

	private static Change both(Change one, Change other) {
		return one == other ? one : Change.CHANGED;
	}

	private static String whole(String name, Map<String, Symbol> functions) {
		String main = name.endsWith(UNLIKELY) ? name.substring(0, name.length() - UNLIKELY.length()) : name;
		return functions.containsKey(main) ? main : name;
	}

	private static Map<String, Symbol> functions(ObjectFile object) throws ObjectFormatException {
		Map<String, Symbol> functions = new TreeMap<>();
		for (Symbol symbol : object.symbols()) {
			if (symbol.function() && symbol.size() > 0 && object.section(symbol.section()).filter(Section::executable).isPresent()) {
				functions.putIfAbsent(symbol.name(), symbol);
			}
		}
		return functions;
	}

	/**
	 * The symbols that hold the code of a function: its own, or those of its clones and parts ({@code .isra}, {@code .part}); else those of the functions that it is inlined into.
	 *
	 * @param name as in the source, or a symbol
	 */
	public List<String> symbolsOf(String name) throws ObjectFormatException {
		List<String> all = functions().stream().map(Function::symbol).toList();
		if (all.contains(name)) {
			return List.of(name);
		}
		List<String> copies = all.stream().filter(s -> SourceNames.of(s).equals(name)).toList();
		if (!copies.isEmpty()) {
			return copies;
		}
		List<String> callers = new ArrayList<>();
		for (FunctionInfo function : patchedDebug.functions()) {
			if (function.inlined().stream().map(InlineSite::function).anyMatch(name::equals)) {
				all.stream().filter(s -> SourceNames.of(s).equals(function.name()) && !callers.contains(s)).forEach(callers::add);
			}
		}
		return callers;
	}

	/**
	 * The function that a line of the author's file belongs to, by what the compiler says of where functions begin.
	 *
	 * @param kernelPath of the file
	 * @param line       from 1, of the patched file
	 */
	public Optional<String> functionAt(String kernelPath, int line) throws ObjectFormatException {
		FunctionInfo nearest = null;
		for (FunctionInfo function : patchedDebug.functions()) {
			if (function.line() > 0 && function.line() <= line && (nearest == null || function.line() >= nearest.line())
					&& source.place(new SourceLine(function.file(), function.line())).file().equals(kernelPath)) {
				nearest = function;
			}
		}
		return Optional.ofNullable(nearest).map(FunctionInfo::name);
	}

	public ListingComparison compare(String symbol) throws ObjectFormatException {
		return ListingComparison.of(originalReader.read(symbol), patchedReader.read(symbol));
	}
}

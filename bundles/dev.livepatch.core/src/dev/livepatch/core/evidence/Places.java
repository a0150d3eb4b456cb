package dev.livepatch.core.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.FunctionSignature;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.TypeLayout;

/**
 * The author's lines behind what the two objects of a pair hold. Where a line is asked for and none is known, it is where the edits of the compiled file begin;
 * where that is no answer, it is empty.
 */
public final class Places {
	private final ObjectFile original;
	private final ObjectFile patched;
	private final DebugInfo originalDebug;
	private final DebugInfo patchedDebug;
	private final RecordedCommand compiled;
	private final AuthorSource source;

	Places(ObjectEvidence evidence) {
		original = evidence.original();
		patched = evidence.patched();
		originalDebug = evidence.originalDebug();
		patchedDebug = evidence.patchedDebug();
		compiled = evidence.object().command();
		source = evidence.source();
	}

	/** Where the author's edits begin: in the compiled file, else in the first edited file that it includes, a header last. */
	public SourcePlace file() {
		List<String> edited = editedFiles();
		return source.firstEdit(edited.isEmpty() ? compiled.source() : edited.getFirst());
	}

	/** The edited files that the object is made from: the compiled one first, then C that it includes, then headers. */
	private List<String> editedFiles() {
		return compiled.dependencies().stream().filter(source::isEdited).distinct()
				.sorted(Comparator.comparing((String file) -> !file.equals(compiled.source())).thenComparing(file -> file.endsWith(".h"))).toList();
	}

	/** The first edited line with a name in parentheses, as macros have it; else where one stood that is gone. */
	public Optional<SourcePlace> editSaying(String name) {
		return editedFiles().stream().map(file -> source.editSaying(file, name)).flatMap(Optional::stream).findFirst();
	}

	/** The first line of the edited files that has this text. */
	public Optional<SourcePlace> firstSaying(String text) {
		return editedFiles().stream().map(file -> source.firstSaying(file, text)).flatMap(Optional::stream).findFirst();
	}

	/** The edited line that reached a function's code, also through something inlined into it; the function's declaration if there is none. */
	public SourcePlace causeInFunction(String function) throws ObjectFormatException {
		Optional<SourcePlace> edit = editIn(function);
		return edit.isPresent() ? edit.get() : declarationOf(function);
	}

	/** The edited line that reached a function's code, also through something inlined into it. */
	public Optional<SourcePlace> editIn(String function) throws ObjectFormatException {
		Optional<Symbol> code = patched.symbol(function).filter(Symbol::defined);
		return code.isPresent() ? editIn(code.get()) : Optional.empty();
	}

	/** Where a function is declared in the patched file, or stood if the patch removed it. */
	public SourcePlace declarationOf(String function) throws ObjectFormatException {
		Optional<FunctionInfo> after = patchedDebug.function(function);
		if (after.isPresent()) {
			return source.place(new SourceLine(after.get().file(), after.get().line()));
		}
		return originalDebug.function(function).map(f -> source.fromOriginal(new SourceLine(f.file(), f.line()))).orElseGet(this::file);
	}

	/** Where the patched code refers to a symbol by its name. */
	public Optional<SourcePlace> referenceTo(String symbol) throws ObjectFormatException {
		for (Section section : patched.sections()) {
			for (Relocation relocation : section.executable() ? patched.relocations(section) : List.<Relocation>of()) {
				if (relocation.symbol().name().equals(symbol)) {
					return Optional.of(causeAt(section.name(), relocation.offset()));
				}
			}
		}
		return Optional.empty();
	}

	/** The code that the first reference of a section leads to which the original's does not have. */
	public Optional<SourcePlace> codeBehind(String section) throws ObjectFormatException {
		Set<String> before = new HashSet<>();
		Optional<Section> old = original.section(section);
		Optional<Section> now = patched.section(section);
		for (Relocation relocation : old.isPresent() ? original.relocations(old.get()) : List.<Relocation>of()) {
			before.add(Referent.of(original, relocation));
		}
		for (Relocation relocation : now.isPresent() ? patched.relocations(now.get()) : List.<Relocation>of()) {
			Optional<Section> code = patched.section(relocation.symbol().section()).filter(Section::executable);
			if (code.isPresent() && !before.contains(Referent.of(patched, relocation))) {
				return Optional.of(causeAt(code.get().name(), relocation.symbol().value() + relocation.addend()));
			}
		}
		return Optional.empty();
	}

	/** The first edit in a variable or a function; where the compiled file is first edited if no line is known. */
	public SourcePlace placeOfSymbol(String name) throws ObjectFormatException {
		Optional<SourcePlace> variable = causeInVariable(name);
		return variable.isPresent() ? variable.get() : causeInFunction(name);
	}

	/** The first edit in what a section of the patched object holds; empty if nothing in it has a line. */
	public Optional<SourcePlace> placeIn(String section) throws ObjectFormatException {
		Optional<Section> found = patched.section(section.replaceFirst("^\\.rela(?=[._])", ""));
		for (Symbol symbol : found.isPresent() ? patched.symbolsIn(found.get()) : List.<Symbol>of()) {
			Optional<SourcePlace> place = symbol.function() ? Optional.of(causeInFunction(symbol.name())) : causeInVariable(symbol.name());
			if (place.isPresent()) {
				return place;
			}
		}
		return Optional.empty();
	}

	/** Where the running kernel's variable is declared, in the patched file: the line there that stands for the original's. */
	public Optional<SourcePlace> originalVariable(String name) throws ObjectFormatException {
		return originalDebug.variable(name).map(v -> source.fromOriginal(new SourceLine(v.file(), v.line())));
	}

	/** The first edited line of a variable's definition, its first line if none is edited; empty if no variable of this name is known. */
	public Optional<SourcePlace> causeInVariable(String name) throws ObjectFormatException {
		var after = patchedDebug.variable(name);
		if (after.isPresent()) {
			return Optional.of(source.editInDefinition(source.place(new SourceLine(after.get().file(), after.get().line()))));
		}
		return originalVariable(name);
	}

	/** The first edited line of a type's definition in the patched object, its first line if none is edited. */
	public SourcePlace causeInType(TypeLayout type) {
		return source.editInType(source.place(new SourceLine(type.file(), type.line())));
	}

	/** The first edited line of a function's head in the patched object, its first line if none is edited. */
	public SourcePlace causeInHead(FunctionSignature function) {
		return source.editInHead(source.place(new SourceLine(function.file(), function.line())));
	}

	/** The author's line behind a place in the patched code: an edited line of the inline chain, else the innermost in a file of the author's. */
	public SourcePlace causeAt(String section, long offset) throws ObjectFormatException {
		List<SourcePlace> places = new ArrayList<>();
		for (Frame frame : patchedDebug.frames(section, offset)) {
			places.add(source.place(new SourceLine(frame.file(), frame.line())));
		}
		return places.stream().filter(source::isEdited).findFirst()
				.or(() -> places.stream().filter(p -> source.isEdited(p.file())).findFirst())
				.orElseGet(() -> places.isEmpty() ? file() : places.get(places.size() - 1));
	}

	/** The author's line behind a place {@code offset} bytes into a function of the patched object. */
	public SourcePlace causeInFunction(String function, long offset) throws ObjectFormatException {
		Optional<Symbol> symbol = patched.symbol(function).filter(Symbol::defined);
		Optional<Section> section = symbol.flatMap(s -> patched.section(s.section()));
		return section.isPresent() ? causeAt(section.get().name(), symbol.get().value() + offset) : declarationOf(function);
	}

	/** The first edited line that ended up in a function's code; a deletion counts for the line that follows it in the function. */
	public Optional<SourcePlace> editIn(Symbol function) throws ObjectFormatException {
		String section = patched.section(function.section()).orElseThrow().name();
		SourcePlace declared = declarationOf(function.name());
		int last = declared.line();
		SourcePlace first = null;
		Set<SourceLine> seen = new HashSet<>();
		for (long at = function.value(); at < function.value() + function.size(); at++) {
			Optional<SourceLine> line = patchedDebug.line(section, at);
			if (line.isEmpty() || !seen.add(line.get())) {
				continue;
			}
			SourcePlace place = source.place(line.get());
			if (place.file().equals(declared.file())) {
				last = Math.max(last, place.line());
			}
			if (source.isEdited(place) && (first == null || place.line() < first.line())) {
				first = place;
			}
		}
		return first != null ? Optional.of(first) : source.firstEdit(declared.file(), declared.line(), last);
	}
}

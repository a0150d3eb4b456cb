package dev.livepatch.core.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.FunctionSignature;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.TypeLayout;

/** What the two objects of a pair say about the author's source: read once, asked by the rules. */
public final class ObjectEvidence {
	private final CompiledPair pair;
	private final AuthorSource source;
	private final ObjectFile original;
	private final ObjectFile patched;
	private final DebugInfo originalDebug;
	private final DebugInfo patchedDebug;

	public ObjectEvidence(CompiledPair pair, AuthorSource source) throws IOException {
		this.pair = pair;
		this.source = source;
		original = ObjectFile.read(pair.original());
		patched = ObjectFile.read(pair.patched());
		originalDebug = DebugInfo.read(original);
		patchedDebug = DebugInfo.read(patched);
	}

	public AffectedObject object() {
		return pair.object();
	}

	/** The compiler's log of what it inlined and cloned in the original, where it wrote one (gcc's {@code -fdump-ipa-clones}). */
	public Optional<Path> originalClones() {
		return pair.originalClones();
	}

	public Optional<Path> patchedClones() {
		return pair.patchedClones();
	}

	/** Who uses a global function of the object in objects that the change does not reach; empty if the kernel's objects are not there to be asked. */
	public Optional<OutsideUsers> outsideUsers(String function) throws IOException {
		return OutsideUsers.of(source, pair.object(), function);
	}

	/** The author's files. */
	public AuthorSource source() {
		return source;
	}

	/** The kernel's own version, compiled as the patched one is. */
	public ObjectFile original() {
		return original;
	}

	public ObjectFile patched() {
		return patched;
	}

	public DebugInfo originalDebug() {
		return originalDebug;
	}

	public DebugInfo patchedDebug() {
		return patchedDebug;
	}

	/** Whether the file is compiled so that its functions can be redirected at all. */
	public boolean traceable() {
		return pair.object().command().traceable();
	}

	/** Where the author's edits begin: in the compiled file, else in the first edited file that it includes, a header last. */
	public SourcePlace file() {
		List<String> edited = editedFiles();
		return source.firstEdit(edited.isEmpty() ? pair.object().command().source() : edited.getFirst());
	}

	/** The edited files that the object is made from: the compiled one first, then C that it includes, then headers. */
	public List<String> editedFiles() {
		String compiled = pair.object().command().source();
		return pair.object().command().dependencies().stream().filter(source::isEdited).distinct()
				.sorted(Comparator.comparing((String file) -> !file.equals(compiled)).thenComparing(file -> file.endsWith(".h"))).toList();
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

	/** Whether the original knows neither a symbol nor a function or variable of this name, inlined ones included. */
	public boolean unknownToOriginal(String symbol) throws ObjectFormatException {
		return !symbol.startsWith(".") && original.symbol(symbol).isEmpty() && originalDebug.function(symbol).isEmpty() && originalDebug.variable(symbol).isEmpty();
	}

	public SourcePlace declarationOf(String function) throws ObjectFormatException {
		Optional<FunctionInfo> after = patchedDebug.function(function);
		if (after.isPresent()) {
			return source.place(new SourceLine(after.get().file(), after.get().line()));
		}
		return originalDebug.function(function).map(f -> source.fromOriginal(new SourceLine(f.file(), f.line()))).orElseGet(this::file);
	}

	public boolean declaredInline(String function) throws ObjectFormatException {
		return originalDebug.function(function).map(FunctionInfo::declaredInline).orElse(false);
	}

	/** Whether the patched version of a function can be traced and patched again. */
	public boolean keepsFentry(String function) throws ObjectFormatException {
		Optional<Symbol> symbol = patched.symbol(function).filter(Symbol::defined);
		return symbol.isEmpty() || ObjectFacts.fentry(patched, symbol.get());
	}

	/** The section that a version has a symbol in. */
	public Optional<String> sectionOf(ObjectFile version, String symbol) throws ObjectFormatException {
		return version.symbol(symbol).flatMap(s -> version.section(s.section())).map(Section::name);
	}

	/** Whether both versions have a function, and its code does the same in both: only what the compiler numbers anew differs, if anything. Its unlikely part counts. */
	public boolean sameCode(String function) throws ObjectFormatException {
		String whole = function.replaceFirst("\\.cold(\\.\\d+)?$", "");
		return sameSymbol(whole) && (original.symbol(whole + ".cold").isEmpty() && patched.symbol(whole + ".cold").isEmpty() || sameSymbol(whole + ".cold"));
	}

	private boolean sameSymbol(String name) throws ObjectFormatException {
		Optional<Symbol> before = original.symbol(name).filter(Symbol::defined);
		Optional<Symbol> after = patched.symbol(name).filter(Symbol::defined);
		return before.isPresent() && after.isPresent() && new SymbolComparison(original, patched).firstDifference(before.get(), after.get()).isEmpty();
	}

	/** In what the header of a section of one version differs from that of the other. */
	public HeaderDifference headerDifference(String section, String variable) throws ObjectFormatException {
		return new HeaderDifference(home(original, section, variable), home(patched, section, variable));
	}

	/** The differ gives correlated sections the original's name: then the variable's own is meant. */
	private static Optional<Section> home(ObjectFile version, String section, String variable) throws ObjectFormatException {
		Optional<Section> named = version.sections().stream().filter(s -> Names.plain(s.name()).equals(Names.plain(section))).findFirst();
		return named.isPresent() ? named : version.symbols().stream().filter(s -> s.defined() && Names.plain(s.name()).equals(variable)).findFirst()
				.flatMap(s -> version.section(s.section()));
	}

	/** The functions of the patched object, and the parts split off them, whose code refers to a variable, whatever number the compiler gave it. */
	public List<String> usersOf(String variable) throws ObjectFormatException {
		List<String> users = new ArrayList<>();
		for (Symbol function : patched.symbols()) {
			if (function.function() && function.defined() && function.size() > 0) {
				Section code = patched.section(function.section()).orElseThrow();
				for (Relocation relocation : SymbolComparison.relocations(patched, function)) {
					if (Referent.of(patched, code, relocation).startsWith(variable + "+")) {
						users.add(function.name());
						break;
					}
				}
			}
		}
		return users;
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
		return originalDebug.variable(name).map(v -> source.fromOriginal(new SourceLine(v.file(), v.line())));
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

	/** What became of a section of the patched object, or of the original's if the patched one has none of the name. */
	public SectionComparison compare(String section) throws ObjectFormatException {
		return SectionComparison.of(original, patched, section);
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

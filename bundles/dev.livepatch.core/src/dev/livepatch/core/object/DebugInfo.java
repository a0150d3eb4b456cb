package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an object's debug information (DWARF 2 to 5) says of its source: lines, functions, what was inlined where, variables.
 * Read unit by unit when first needed; without debug information, everything is empty. Safe for several threads.
 * <p>
 * Places are a section and an offset in it, in linked files as well.
 */
public final class DebugInfo {

	/**
	 * A compiled source file.
	 *
	 * @param file      as the compiler was given it
	 * @param directory where the compiler ran: relative paths count from there
	 */
	public record Compilation(String file, String directory) {
	}

	private final ObjectFile object;
	private final DwarfFile dwarf;
	private final UnitFinder units;
	private final DeclarationReader declarations;
	private final FunctionReader functions;
	private final Lazy<VariableReader> variables;

	private DebugInfo(ObjectFile object, DwarfFile dwarf, UnitFinder units) {
		this.object = object;
		this.dwarf = dwarf;
		this.units = units;
		this.declarations = new DeclarationReader(units);
		this.functions = new FunctionReader(object, units, declarations);
		this.variables = new Lazy<>(() -> VariableReader.read(units, declarations));
	}

	public static DebugInfo read(ObjectFile object) throws ObjectFormatException {
		DwarfFile dwarf = new DwarfFile(object);
		return new DebugInfo(object, dwarf, new UnitFinder(dwarf));
	}

	/** The source files compiled into the object, in its order. */
	public List<Compilation> compilations() {
		return units.all().stream().map(unit -> new Compilation(unit.name(), unit.directory())).toList();
	}

	/** The line that the code at this place comes from; empty if it comes from none or the place is unknown. */
	public Optional<SourceLine> line(String section, long offset) throws ObjectFormatException {
		return line(place(section, offset)).filter(line -> line.line() > 0);
	}

	/** As {@link #line(String, long)}, for objects that have several sections of one name. */
	public Optional<SourceLine> line(Section section, long offset) throws ObjectFormatException {
		return line(new CodePlace(section.index(), offset)).filter(line -> line.line() > 0);
	}

	/** The functions inlined into each other at this place, the innermost first, the compiled function last; empty if the place is unknown. */
	public List<Frame> frames(String section, long offset) throws ObjectFormatException {
		return frames(place(section, offset));
	}

	/** As {@link #frames(String, long)}, for objects that have several sections of one name. */
	public List<Frame> frames(Section section, long offset) throws ObjectFormatException {
		return frames(new CodePlace(section.index(), offset));
	}

	/** All functions with code, one for each compiled copy, and those that exist only inlined. In the order of the debug information. */
	public List<FunctionInfo> functions() throws ObjectFormatException {
		return functions.all();
	}

	/**
	 * The function of a symbol: by where the symbol points, so that clones ({@code .isra.0}, {@code .constprop.0}, {@code .part.0}) and {@code .cold} parts
	 * are found; else by name, without such endings if need be, a function with code before one that exists only inlined.
	 */
	public Optional<FunctionInfo> function(String symbolName) throws ObjectFormatException {
		Optional<Symbol> symbol = object.symbol(symbolName);
		if (symbol.isPresent() && symbol.get().defined()) {
			Optional<FunctionInfo> exact = functions.at(place(symbol.get()));
			return exact.isPresent() ? exact : functions.named(symbolName).map(named -> named.code().isPresent() ? named : withCode(named, symbol.get()));
		}
		return functions.named(symbolName);
	}

	/** gcc gives a function that it made an alias or a wrapper of an equal one (-fipa-icf) a symbol, and no code in the debug information. */
	private FunctionInfo withCode(FunctionInfo function, Symbol symbol) {
		Optional<Code> code = object.section(symbol.section()).map(s -> new Code(s.name(), symbol.value() - base(s), symbol.size()));
		return new FunctionInfo(function.name(), function.file(), function.line(), function.declaredInline(), function.noReturn(), code, function.inlined());
	}

	/** The function whose code holds this place, parts of it that the compiler moved elsewhere ({@code .cold}) included. */
	public Optional<FunctionInfo> function(Section section, long offset) throws ObjectFormatException {
		return functions.at(new CodePlace(section.index(), offset));
	}

	/** The variable of a symbol, by where the symbol points; else by name, without an ending like {@code .12} if need be. */
	public Optional<VariableInfo> variable(String symbolName) throws ObjectFormatException {
		Optional<Symbol> symbol = object.symbol(symbolName);
		if (symbol.isPresent() && symbol.get().defined()) {
			Optional<VariableInfo> exact = variables.get().at(place(symbol.get()));
			if (exact.isPresent()) {
				return exact;
			}
		}
		return variables.get().named(symbolName);
	}

	/** The variable that begins at this place. */
	public Optional<VariableInfo> variable(Section section, long offset) throws ObjectFormatException {
		return variables.get().at(new CodePlace(section.index(), offset));
	}

	/** All global and static variables, in the order of the debug information. */
	public List<VariableInfo> variables() throws ObjectFormatException {
		return variables.get().all();
	}

	/**
	 * The structures, unions and enumerations defined at file level, in the order of the debug information, equal ones of several compilations once.
	 * Declarations without a body, and types defined within a function, are not among them. Read anew with each call.
	 */
	public List<TypeLayout> types() throws ObjectFormatException {
		return new LayoutScanner(dwarf, units).layouts();
	}

	/** The functions defined in the object, inlined ones as well, with what callers have to know of them. Read anew with each call. */
	public List<FunctionSignature> signatures() throws ObjectFormatException {
		return new LayoutScanner(dwarf, units).signatures();
	}

	/**
	 * The functions with code that have a parameter or variable of one of these types, of a pointer to it or of an array of it, what is inlined into them included; as the source names
	 * them, sorted. What only reaches a type through members of others is not found. Read anew with each call.
	 *
	 * @param types as {@link TypeLayout#name()}
	 */
	public Set<String> functionsUsing(Collection<String> types) throws ObjectFormatException {
		return new LayoutScanner(dwarf, units).users(types, declarations);
	}

	/**
	 * Whether the instances of a type are on stacks alone, as far as variables, members, parameters and results tell: some function has one as a variable, and there is no other place that
	 * could hold or lead to one. False if in doubt. Of types that other objects know as well it tells nothing about those. Read anew with each call.
	 *
	 * @param type as {@link TypeLayout#name()}
	 */
	public boolean onStacksOnly(String type) throws ObjectFormatException {
		return new LayoutScanner(dwarf, units).onStacksOnly(type);
	}

	private Optional<SourceLine> line(CodePlace place) throws ObjectFormatException {
		for (CompileUnit unit : units.at(place)) {
			LineTable lines = unit.lines();
			int row = lines.find(place);
			if (row >= 0) {
				return Optional.of(new SourceLine(unit.path(lines.file(row)), lines.line(row)));
			}
		}
		return Optional.empty();
	}

	private List<Frame> frames(CodePlace place) throws ObjectFormatException {
		Optional<SourceLine> here = line(place);
		if (here.isEmpty()) {
			return List.of();
		}
		List<Frame> frames = new ArrayList<>();
		String file = here.get().file();
		int line = here.get().line();
		Optional<FunctionReader.Located> found = functions.locate(place);
		if (found.isEmpty()) {
			return List.of(new Frame(symbolName(place), file, line));
		}
		FunctionScope function = found.get().function();
		for (FunctionScope.Inlined inlined = function.innermost(place); inlined != null; inlined = inlined.parent()) {
			frames.add(new Frame(declarations.at(inlined.origin()).name(), file, line));
			file = found.get().unit().path(inlined.callFile());
			line = inlined.callLine();
		}
		frames.add(new Frame(declarations.at(function.die()).name(), file, line));
		return frames;
	}

	private String symbolName(CodePlace place) throws ObjectFormatException {
		Optional<Section> section = object.section(place.section());
		for (Symbol symbol : section.isPresent() ? object.symbolsIn(section.get()) : List.<Symbol>of()) {
			long distance = place.offset() - (symbol.value() - base(section.get()));
			if (symbol.function() && distance >= 0 && distance < symbol.size()) {
				return SourceNames.of(symbol.name());
			}
		}
		return "";
	}

	private CodePlace place(Symbol symbol) {
		return new CodePlace(symbol.section(), symbol.value() - object.section(symbol.section()).map(this::base).orElse(0L));
	}

	/** What symbol values of this section count from. */
	private long base(Section section) {
		return object.relocatable() ? 0 : section.address();
	}

	private CodePlace place(String section, long offset) {
		return new CodePlace(object.section(section).map(Section::index).orElse(Symbol.UNDEFINED), offset);
	}
}

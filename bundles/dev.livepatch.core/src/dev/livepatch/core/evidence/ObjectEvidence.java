package dev.livepatch.core.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/** What the two objects of a pair say about the author's source: read once, asked by the rules. */
public final class ObjectEvidence {
	private final CompiledPair pair;
	private final AuthorSource source;
	private final ObjectFile original;
	private final ObjectFile patched;
	private final DebugInfo originalDebug;
	private final DebugInfo patchedDebug;
	private final Places places;

	public ObjectEvidence(CompiledPair pair, AuthorSource source) throws IOException {
		this.pair = pair;
		this.source = source;
		original = ObjectFile.read(pair.original());
		patched = ObjectFile.read(pair.patched());
		originalDebug = DebugInfo.read(original);
		patchedDebug = DebugInfo.read(patched);
		places = new Places(this);
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

	/** The author's lines behind what the two objects hold. */
	public Places places() {
		return places;
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

	/** Whether the original knows neither a symbol nor a function or variable of this name, inlined ones included. */
	public boolean unknownToOriginal(String symbol) throws ObjectFormatException {
		return !symbol.startsWith(".") && original.symbol(symbol).isEmpty() && originalDebug.function(symbol).isEmpty() && originalDebug.variable(symbol).isEmpty();
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
		return usersOf(variable, patched);
	}

	/** As {@link #usersOf}, in the original object. */
	public List<String> originalUsersOf(String variable) throws ObjectFormatException {
		return usersOf(variable, original);
	}

	private static List<String> usersOf(String variable, ObjectFile version) throws ObjectFormatException {
		List<String> users = new ArrayList<>();
		for (Symbol function : version.symbols()) {
			if (function.function() && function.defined() && function.size() > 0) {
				Section code = version.section(function.section()).orElseThrow();
				for (Relocation relocation : SymbolComparison.relocations(version, function)) {
					if (Referent.of(version, code, relocation).startsWith(variable + "+")) {
						users.add(function.name());
						break;
					}
				}
			}
		}
		return users;
	}

	/** What became of a section of the patched object, or of the original's if the patched one has none of the name. */
	public SectionComparison compare(String section) throws ObjectFormatException {
		return SectionComparison.of(original, patched, section);
	}
}

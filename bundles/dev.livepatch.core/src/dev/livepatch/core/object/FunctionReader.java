package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what units say of their functions. Safe for several threads. */
final class FunctionReader {

	/** A function and the unit it is in. */
	record Located(CompileUnit unit, FunctionScope function) {
	}

	private final ObjectFile object;
	private final UnitFinder units;
	private final DeclarationReader declarations;
	private final Lazy<List<FunctionInfo>> all = new Lazy<>(this::readAll);
	private final Lazy<Map<String, FunctionInfo>> byName = new Lazy<>(this::readNames);

	FunctionReader(ObjectFile object, UnitFinder units, DeclarationReader declarations) {
		this.object = object;
		this.units = units;
		this.declarations = declarations;
	}

	List<FunctionInfo> all() throws ObjectFormatException {
		return all.get();
	}

	Optional<Located> locate(CodePlace place) throws ObjectFormatException {
		for (CompileUnit unit : units.at(place)) {
			for (FunctionScope function : unit.facts().functionsAt(place)) {
				return Optional.of(new Located(unit, function));
			}
		}
		return Optional.empty();
	}

	Optional<FunctionInfo> at(CodePlace place) throws ObjectFormatException {
		Optional<Located> found = locate(place);
		return found.isEmpty() ? Optional.empty() : Optional.of(info(found.get().unit(), found.get().function()));
	}

	Optional<FunctionInfo> named(String symbol) throws ObjectFormatException {
		FunctionInfo exact = byName.get().get(symbol);
		return Optional.ofNullable(exact != null ? exact : byName.get().get(SourceNames.of(symbol)));
	}

	private List<FunctionInfo> readAll() throws ObjectFormatException {
		List<FunctionInfo> found = new ArrayList<>();
		for (CompileUnit unit : units.all()) {
			for (FunctionScope function : unit.facts().functions()) {
				found.add(info(unit, function));
			}
		}
		return Collections.unmodifiableList(found);
	}

	private Map<String, FunctionInfo> readNames() throws ObjectFormatException {
		Map<String, FunctionInfo> names = new HashMap<>();
		for (FunctionInfo function : all()) {
			names.merge(function.name(), function, (first, next) -> first.code().isEmpty() && next.code().isPresent() ? next : first);
		}
		return names;
	}

	private FunctionInfo info(CompileUnit unit, FunctionScope function) throws ObjectFormatException {
		Declaration declaration = declarations.at(function.die());
		List<InlineSite> inlined = new ArrayList<>();
		for (FunctionScope.Inlined site : function.inlined()) {
			Declaration callee = declarations.at(site.origin());
			String caller = site.parent() == null ? declaration.name() : declarations.at(site.parent().origin()).name();
			inlined.add(new InlineSite(callee.name(), unit.path(site.callFile()), site.callLine(), caller, new SourceLine(callee.file(), callee.line()),
					site.code().asListed().stream().map(this::code).toList()));
		}
		Optional<Code> main = function.code().asListed().stream().findFirst().map(this::code);
		return new FunctionInfo(declaration.name(), declaration.file(), declaration.line(), declaration.declaredInline(), declaration.noReturn(), main, inlined);
	}

	private Code code(CodeRange range) {
		return new Code(object.section(range.section()).map(Section::name).orElse(""), range.low(), range.high() - range.low());
	}
}

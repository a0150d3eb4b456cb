package dev.livepatch.core.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.SourceNames;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolType;

/**
 * Who uses a global function in objects of the kernel that a change does not reach: by name, as their symbol tables and relocations say.
 *
 * @param users    those in the first objects, each once
 * @param unlooked how many more objects use it
 * @param exported whether modules that are not part of this build may use it too
 */
public record OutsideUsers(List<User> users, int unlooked, boolean exported) {
	/** Objects looked into: a function can be used in thousands. */
	private static final int LOOKED_INTO = 4;
	/** Users named. */
	private static final int TOLD = 4;

	/**
	 * A function that calls it, or a variable that holds its address.
	 *
	 * @param fentry whether it is a function that can be redirected
	 */
	public record User(String name, SourcePlace place, boolean fentry) {
		public Finding.Related related() {
			return new Finding.Related(name, place);
		}
	}

	public OutsideUsers {
		users = List.copyOf(users);
	}

	/** Empty if the objects of this kernel are not there to be asked. */
	static Optional<OutsideUsers> of(AuthorSource source, AffectedObject home, String function) throws IOException {
		KernelBuild kernel = source.kernel();
		Optional<List<String>> objects = kernel.usersOf(function, source.cancellation());
		if (objects.isEmpty()) {
			return Optional.empty();
		}
		boolean exported = kernel.exports().of(function).isPresent();
		List<String> outside = new ArrayList<>();
		for (String object : objects.get()) {
			Optional<ParentObject> parent = kernel.parent(object);
			// what is not exported means another function of the name where it is used in another module
			if ((exported || parent.equals(Optional.of(home.parent()))) && !source.reaches(object)) {
				outside.add(object);
			}
		}
		Map<String, User> users = new LinkedHashMap<>();
		for (String object : outside.subList(0, Math.min(LOOKED_INTO, outside.size()))) {
			for (User user : usersIn(source, ObjectFile.read(kernel.build().resolve(object)), function)) {
				users.putIfAbsent(user.name(), user);
			}
		}
		return Optional.of(new OutsideUsers(List.copyOf(users.values()), Math.max(0, outside.size() - LOOKED_INTO), exported));
	}

	private static List<User> usersIn(AuthorSource source, ObjectFile object, String function) throws ObjectFormatException {
		List<User> users = new ArrayList<>();
		DebugInfo debug = DebugInfo.read(object);
		for (Section section : object.sections()) {
			boolean runs = section.allocated() && !section.name().startsWith(".init") && !section.name().startsWith(".discard");
			for (Relocation relocation : runs ? object.relocations(section) : List.<Relocation>of()) {
				if (relocation.symbol().name().equals(function) && relocation.symbol().type() != SymbolType.SECTION) {
					Optional<Symbol> user = symbolAt(object, section, relocation.offset());
					if (user.isPresent()) {
						users.add(user(source, object, debug, user.get()));
					}
				}
			}
		}
		return users;
	}

	private static Optional<Symbol> symbolAt(ObjectFile object, Section section, long offset) throws ObjectFormatException {
		return object.symbolsIn(section).stream().filter(s -> s.type() != SymbolType.SECTION && s.value() <= offset && offset < s.value() + s.size()).findFirst();
	}

	private static User user(AuthorSource source, ObjectFile object, DebugInfo debug, Symbol symbol) throws ObjectFormatException {
		Optional<SourceLine> declared = symbol.function() ? debug.function(symbol.name()).map(f -> new SourceLine(f.file(), f.line()))
				: debug.variable(symbol.name()).map(v -> new SourceLine(v.file(), v.line()));
		return new User(SourceNames.of(symbol.name()), declared.map(source::fromOriginal).orElse(new SourcePlace("", 0)), symbol.function() && ObjectFacts.fentry(object, symbol));
	}

	public boolean none() {
		return users.isEmpty() && unlooked == 0;
	}

	/** For instance {@code f (fs/a.c), ops (fs/b.c) and code in 7 more objects}; empty if there are none. */
	public String text() {
		List<String> told = new ArrayList<>();
		users.stream().limit(TOLD).forEach(user -> told.add(user.name() + (user.place().file().isEmpty() ? "" : " (" + user.place().file() + ")")));
		int more = users.size() - told.size();
		String unnamed = unlooked > 0 ? (unlooked == 1 ? "code in 1 more object" : "code in " + unlooked + " more objects") : more > 0 ? more + " more" : "";
		return String.join(", ", told) + (unnamed.isEmpty() ? "" : told.isEmpty() ? unnamed : " and " + unnamed);
	}
}

package dev.livepatch.core.cause;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.evidence.CSource;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.TypeLayout;

/** Which edited macro, type or variable a function uses, by the words of its text and of what is inlined into it. */
final class Definitions {
	/** How deep macros may stand in macros, or types in types. */
	private static final int DEPTH = 8;
	private final ObjectEvidence evidence;
	private final Map<String, List<Definition>> edited;
	private final Map<String, CSource> sources = new HashMap<>();
	private final Map<Definition, Set<String>> users = new HashMap<>();

	Definitions(ObjectEvidence evidence, AuthorEdits edits) {
		this.evidence = evidence;
		this.edited = edits.definitions();
	}

	/**
	 * @param title the definition
	 * @param place where it is edited
	 * @param word  by which the function uses it
	 */
	record Use(String title, SourcePlace place, String word) {
	}

	/**
	 * A definition that the functions name. What types define, members above all, are everybody's words: those do not count here.
	 *
	 * @param functions where the function and those inlined into it are declared, in the patched sources
	 */
	Optional<Use> named(Collection<SourcePlace> functions) throws ObjectFormatException {
		return used(functions, d -> d.kind() == Definition.Kind.TYPE ? Set.of() : d.names());
	}

	/** A definition that the functions may use: by way of other definitions, or by a word that others may mean too. */
	Optional<Use> reached(Collection<SourcePlace> functions) throws ObjectFormatException {
		return used(functions, this::users);
	}

	/** The words by which a definition is used. */
	@FunctionalInterface
	private interface Words {
		Set<String> of(Definition definition) throws ObjectFormatException;
	}

	private Optional<Use> used(Collection<SourcePlace> functions, Words words) throws ObjectFormatException {
		if (edited.values().stream().allMatch(List::isEmpty)) {
			return Optional.empty();
		}
		Set<String> said = new HashSet<>();
		functions.forEach(place -> said.addAll(words(place)));
		for (Map.Entry<String, List<Definition>> file : edited.entrySet()) {
			for (Definition definition : file.getValue()) {
				Optional<String> word = words.of(definition).stream().filter(said::contains).sorted().findFirst();
				if (word.isPresent()) {
					return Optional.of(new Use(definition.title(), new SourcePlace(file.getKey(), definition.line()), word.get()));
				}
			}
		}
		return Optional.empty();
	}

	private Set<String> words(SourcePlace function) {
		CSource source = source(function.file());
		return source.pieceAt(function.line()).map(piece -> Definition.words(source.shape(piece))).orElse(Set.of());
	}

	private CSource source(String file) {
		return sources.computeIfAbsent(file, f -> CSource.of(evidence.source().text(f)));
	}

	/** What uses a definition, directly or not: macros of any file the object is made from, and types that hold the type. */
	private Set<String> users(Definition definition) throws ObjectFormatException {
		Set<String> known = users.get(definition);
		if (known == null) {
			known = switch (definition.kind()) {
				case MACRO, OTHER -> macrosUsing(definition.names());
				case TYPE -> typesHolding(definition);
			};
			users.put(definition, known);
		}
		return known;
	}

	private Set<String> macrosUsing(Set<String> names) {
		AuthorSource author = evidence.source();
		List<CSource> files = Stream.concat(edited.keySet().stream(), evidence.object().command().dependencies().stream()).distinct()
				.filter(f -> !f.startsWith("/")).map(f -> author.isEdited(f) || names.stream().anyMatch(author.text(f)::contains) ? source(f) : null)
				.filter(java.util.Objects::nonNull).toList();
		Set<String> found = new HashSet<>(names);
		for (int depth = 0; depth < DEPTH; depth++) {
			Set<String> more = new HashSet<>();
			for (CSource file : files) {
				for (CSource.Piece piece : file.pieces()) {
					String text = file.shape(piece);
					if (text.startsWith("#")) {
						Definition.of(text, 0).filter(macro -> Definition.words(text).stream().anyMatch(found::contains)).ifPresent(macro -> more.addAll(macro.names()));
					}
				}
			}
			if (!found.addAll(more)) {
				break;
			}
		}
		return found;
	}

	private Set<String> typesHolding(Definition definition) throws ObjectFormatException {
		List<TypeLayout> types = evidence.patchedDebug().types();
		Set<String> holders = new HashSet<>(Set.of(definition.title()));
		Set<String> found = new HashSet<>(definition.names());
		boolean grown = true;
		for (int depth = 0; depth < DEPTH && grown; depth++) {
			grown = false;
			for (TypeLayout type : types) {
				if (type.members().stream().anyMatch(m -> m.type().embeds().stream().anyMatch(holders::contains)) && holders.add(type.name())) {
					type.members().forEach(m -> found.add(m.name()));
					grown = true;
				}
			}
		}
		return found;
	}
}

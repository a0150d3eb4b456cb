package dev.livepatch.core.index;

import java.util.List;
import java.util.stream.Stream;

import dev.livepatch.core.source.DeepName;
import dev.livepatch.core.source.Element;
import dev.livepatch.core.source.Outline;

/**
 * A place where a source says what a name means.
 *
 * @param owner of a member or an enumerator the type; empty if that has no name, and for all others
 * @param file  relative to the kernel's source tree
 * @param line  from 1
 */
public record Declaration(String name, Kind kind, String owner, String file, int line) {

	public enum Kind {
		FUNCTION, TYPE, VARIABLE, MACRO, ENUMERATOR,
		/** A function or variable that is defined elsewhere. */
		DECLARED_ONLY, MEMBER;

		boolean hasOwner() {
			return this == MEMBER || this == ENUMERATOR;
		}
	}

	public Declaration(String name, Kind kind, String file, int line) {
		this(name, kind, "", file, line);
	}

	/** All that a file declares outside of functions; a function by each name that it has in the source or in the object. */
	public static List<Declaration> of(String file, String text, Outline outline) {
		return Stream.concat(outline.elements().stream().flatMap(e -> of(file, e)), DeepName.of(text, outline).stream().map(n -> of(file, n))).filter(d -> !d.name().isEmpty()).toList();
	}

	private static Declaration of(String file, DeepName name) {
		Kind kind = switch (name.kind()) {
			case MEMBER -> Kind.MEMBER;
			case ENUMERATOR -> Kind.ENUMERATOR;
			case DECLARED_ONLY -> Kind.DECLARED_ONLY;
		};
		return new Declaration(name.name(), kind, name.owner(), file, name.line());
	}

	private static Stream<Declaration> of(String file, Element element) {
		int line = element.nameExtent().firstLine();
		return switch (element) {
			case Element.Function f -> Stream.concat(Stream.of(f.name()), f.symbols().stream()).distinct().map(n -> new Declaration(n, Kind.FUNCTION, file, line));
			case Element.Macro m -> Stream.of(new Declaration(m.name(), Kind.MACRO, file, line));
			case Element.Type t -> Stream.of(new Declaration(t.name(), Kind.TYPE, file, line));
			case Element.Variable v -> Stream.of(new Declaration(v.name(), Kind.VARIABLE, file, line));
			case Element.Include i -> Stream.of();
		};
	}
}

package dev.livepatch.core.source;

import java.util.List;
import java.util.Optional;

/** Something that a C file says at its outermost level, within preprocessor conditions or not. */
public sealed interface Element {

	/** As in the text; empty for types without one. */
	String name();

	/** All of it, without the comment before it. */
	Extent extent();

	/** Its name; where it begins, if it has none. */
	Extent nameExtent();

	/** The same further down a text. */
	Element moved(int characters, int lines);

	/**
	 * A function's definition.
	 *
	 * @param name       as written: of a system call or another function that a macro defines, what the macro is given first
	 * @param head       what stands before the body, in one line
	 * @param macro      what defines it, for instance {@code SYSCALL_DEFINE3}; empty if it is written out
	 * @param symbols    the names that it may have in the object, the one with the most to it first: several for what macros define
	 * @param body       from brace to brace
	 */
	record Function(String name, String head, Optional<String> macro, List<String> symbols, Extent extent, Extent nameExtent, Extent body) implements Element {
		public Function {
			symbols = List.copyOf(symbols);
		}

		/** Whether a word, for instance {@code inline}, stands in the head. */
		public boolean says(String word) {
			return FunctionHead.says(head, word);
		}

		@Override
		public Function moved(int characters, int lines) {
			return new Function(name, head, macro, symbols, extent.moved(characters, lines), nameExtent.moved(characters, lines), body.moved(characters, lines));
		}
	}

	/** @param parameters whether it takes any, or an empty list of them */
	record Macro(String name, boolean parameters, Extent extent, Extent nameExtent) implements Element {
		@Override
		public Macro moved(int characters, int lines) {
			return new Macro(name, parameters, extent.moved(characters, lines), nameExtent.moved(characters, lines));
		}
	}

	/** @param members of what has a body; of a {@code typedef} if the type has no name of its own, at its first */
	record Type(Kind kind, String name, Extent extent, Extent nameExtent, List<Member> members) implements Element {
		public enum Kind {
			STRUCT, UNION, ENUM, TYPEDEF
		}

		public Type {
			members = List.copyOf(members);
		}

		@Override
		public Type moved(int characters, int lines) {
			return new Type(kind, name, extent.moved(characters, lines), nameExtent.moved(characters, lines), members);
		}
	}

	/** A variable of the file, written out or made by a macro such as {@code DEFINE_MUTEX}. Mere declarations ({@code extern}) are not among them. */
	record Variable(String name, Extent extent, Extent nameExtent) implements Element {
		@Override
		public Variable moved(int characters, int lines) {
			return new Variable(name, extent.moved(characters, lines), nameExtent.moved(characters, lines));
		}
	}

	/** @param name without quotes or brackets */
	record Include(String name, Extent extent, Extent nameExtent) implements Element {
		@Override
		public Include moved(int characters, int lines) {
			return new Include(name, extent.moved(characters, lines), nameExtent.moved(characters, lines));
		}
	}
}

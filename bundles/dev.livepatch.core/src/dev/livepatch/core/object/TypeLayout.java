package dev.livepatch.core.object;

import java.util.List;

/**
 * A structure, union or enumeration as the compiler laid it out (DWARF 5 §5.7).
 *
 * @param kind        what it was defined as
 * @param name        as C names it: {@code struct x}, or {@code x_t} for a type without a tag that a typedef names, or {@code typeof(x)} for one that only a
 *                    variable has; empty for an enumeration without any name
 * @param file        of the definition, as in {@link SourceLine#file()}
 * @param line        of the definition's beginning; 0 if unknown
 * @param size        in bytes
 * @param members     in their order; in place of one whose type has no name, the members of that type
 * @param enumerators in their order
 */
public record TypeLayout(Kind kind, String name, String file, int line, long size, List<Member> members, List<Enumerator> enumerators) {

	/** The keyword of a definition. */
	public enum Kind {
		STRUCT, UNION, ENUM;

		/** As C writes it. */
		@Override
		public String toString() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}
	}

	/**
	 * A member.
	 *
	 * @param name      in the source; {@code outer.inner} within a named member whose type has no name
	 * @param bitOffset from the beginning of the outermost type
	 * @param bitSize   0 for an array without a length
	 * @param bitField  whether its width in bits was declared
	 */
	public record Member(String name, TypeRef type, long bitOffset, long bitSize, boolean bitField) {

		/** The first bit that is no longer the member's. */
		public long bitEnd() {
			return bitOffset + bitSize;
		}
	}

	/** A named value of an enumeration. */
	public record Enumerator(String name, long value) {
	}

	public TypeLayout {
		members = List.copyOf(members);
		enumerators = List.copyOf(enumerators);
	}
}

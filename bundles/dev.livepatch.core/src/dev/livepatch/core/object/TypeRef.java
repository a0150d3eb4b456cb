package dev.livepatch.core.object;

import java.util.Set;

/**
 * A type as a member, parameter or result has it.
 *
 * @param text     as C writes it, with the source's typedefs and qualifiers, for instance {@code const char *} or {@code u8[16]}
 * @param resolved the same without typedefs and qualifiers, so that equal texts mean types that are used alike; a type without a tag that a typedef
 *                 names has that name, any other type without a tag its whole body
 * @param size     in bytes; 0 for functions, {@code void} and arrays without a length
 * @param integer  whether its values are read as integers: numbers, characters, {@code _Bool} and enumerations
 * @param embeds   the named structures, unions and enumerations that an object of the type holds in itself, not behind a pointer, as {@link TypeLayout#name()}
 */
public record TypeRef(String text, String resolved, long size, boolean integer, Set<String> embeds) {
	public TypeRef {
		embeds = Set.copyOf(embeds);
	}
}

package dev.livepatch.core.source;

import java.util.List;

/**
 * A member of a struct or union, or a value of an enum. Offsets count from where the type begins.
 *
 * @param value     whether it is a value of an enum
 * @param name      empty for a struct or union without one, whose members are reached as if they were the outer one's
 * @param start     offset of the first character
 * @param nameStart offset of the name; where it begins, if it has none
 * @param end       offset after the last character
 * @param members   if it is a struct or union itself, or a group ({@code struct_group()})
 */
public record Member(boolean value, String name, int start, int nameStart, int end, List<Member> members) {

	public Member {
		members = List.copyOf(members);
	}
}

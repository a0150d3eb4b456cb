package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts together what the chains of type entries say (DWARF 5 §5), each entry once. For one thread. */
final class TypeReader {
	/** C programs nest a few types without names between two that have one; chains that go in circles end here. */
	static final int DEEPEST = 64;
	private static final int POINTER_SIZE = 8;

	private record Type(Declarator text, Declarator resolved, long size, boolean integer, Set<String> embeds) {
		private static final Type VOID = plain("void", 0, false);
		/** In a unit of its own (-fdebug-types-section), or in another file. */
		private static final Type ELSEWHERE = plain("?", 0, false);

		static Type plain(String name, long size, boolean integer) {
			return new Type(Declarator.named(name), Declarator.named(name), size, integer, Set.of());
		}

		TypeRef reference() {
			return new TypeRef(text.toString(), resolved.toString(), size, integer, embeds);
		}
	}

	private final UnitFinder units;
	private final Map<Long, String> names;
	private final Budget budget;
	private final Map<Long, Type> known = new HashMap<>();
	private final Map<Long, TypeRef> references = new HashMap<>();
	private int depth;

	/** @param names by offset of their entry, what types without a tag are called */
	TypeReader(UnitFinder units, Map<Long, String> names, Budget budget) {
		this.units = units;
		this.names = names;
		this.budget = budget;
	}

	/** The type that an entry's {@code DW_AT_type} names; {@code void} without one. */
	TypeRef of(AttributeReader entry) throws ObjectFormatException {
		long die = entry.reference(AT_TYPE);
		if (die < 0) {
			return target(entry).reference();
		}
		TypeRef reference = references.get(die);
		if (reference == null) {
			reference = at(die).reference();
			references.put(die, reference);
		}
		return reference;
	}

	/** The type of a function, from its own entry. */
	TypeRef function(long die) throws ObjectFormatException {
		CompileUnit unit = units.containing(die);
		DieCursor cursor = unit.unit().cursor(die);
		cursor.next();
		return function(die, cursor, new AttributeReader(cursor, unit.bases())).reference();
	}

	/** The parameters of a function; the cursor is moved over its children. */
	private String parameters(DieCursor cursor, AttributeReader entry, boolean resolved) throws ObjectFormatException {
		boolean prototyped = entry.has(AT_PROTOTYPED);
		StringBuilder text = new StringBuilder();
		boolean more = cursor.next();
		while (more && cursor.depth() > 0) {
			if (cursor.tag() == TAG_FORMAL_PARAMETER) {
				Type type = target(entry);
				text.append(text.isEmpty() ? "" : ", ").append(resolved ? type.resolved() : type.text());
				budget.spend(text.length(), cursor.offset());
			} else if (cursor.tag() == TAG_UNSPECIFIED_PARAMETERS) {
				text.append(text.isEmpty() ? "..." : ", ...");
				budget.spend(text.length(), cursor.offset());
			}
			more = cursor.nextSibling();
		}
		return text.isEmpty() && prototyped ? "void" : text.toString();
	}

	private Type target(AttributeReader entry) throws ObjectFormatException {
		long die = entry.reference(AT_TYPE);
		return die >= 0 ? at(die) : entry.has(AT_TYPE) ? Type.ELSEWHERE : Type.VOID;
	}

	private Type at(long die) throws ObjectFormatException {
		Type type = known.get(die);
		if (type == null) {
			CompileUnit unit = units.containing(die);
			if (++depth > DEEPEST) {
				throw unit.unit().dwarf().info().bytes().damaged(die, "type that is part of itself, or of more than " + DEEPEST + " types without a name");
			}
			DieCursor cursor = unit.unit().cursor(die);
			type = cursor.next() ? read(die, cursor, new AttributeReader(cursor, unit.bases())) : Type.ELSEWHERE;
			budget.spend(type.text().length() + type.resolved().length() + type.embeds().size(), die);
			known.put(die, type);
			depth--;
		}
		return type;
	}

	private Type read(long die, DieCursor cursor, AttributeReader entry) throws ObjectFormatException {
		return switch (cursor.tag()) {
			case TAG_BASE_TYPE -> Type.plain(name(entry), size(entry), entry.number(AT_ENCODING, 0) > ATE_FLOAT || entry.number(AT_ENCODING, 0) == ATE_BOOLEAN);
			case TAG_POINTER_TYPE -> {
				Type to = target(entry);
				yield new Type(to.text().pointer(), to.resolved().pointer(), POINTER_SIZE, false, Set.of());
			}
			case TAG_CONST_TYPE -> qualified("const", target(entry));
			case TAG_VOLATILE_TYPE -> qualified("volatile", target(entry));
			case TAG_RESTRICT_TYPE -> qualified("restrict", target(entry));
			case TAG_ATOMIC_TYPE -> qualified("_Atomic", target(entry));
			case TAG_TYPEDEF -> {
				Type of = target(entry);
				yield new Type(Declarator.named(name(entry)), of.resolved(), of.size(), of.integer(), of.embeds());
			}
			case TAG_STRUCTURE_TYPE -> composite("struct", die, cursor, entry, false);
			case TAG_UNION_TYPE -> composite("union", die, cursor, entry, false);
			case TAG_ENUMERATION_TYPE -> composite("enum", die, cursor, entry, true);
			case TAG_ARRAY_TYPE -> array(cursor, entry);
			case TAG_SUBROUTINE_TYPE -> function(die, cursor, entry);
			default -> Type.plain(name(entry), size(entry), false);
		};
	}

	private static Type qualified(String qualifier, Type of) {
		return new Type(of.text().qualified(qualifier), of.resolved(), of.size(), of.integer(), of.embeds());
	}

	private Type composite(String keyword, long die, DieCursor cursor, AttributeReader entry, boolean integer) throws ObjectFormatException {
		long size = size(entry);
		String tag = entry.text(AT_NAME);
		String name = tag != null ? keyword + " " + tag : names.get(die);
		if (name != null) {
			return new Type(Declarator.named(name), Declarator.named(name), size, integer, Set.of(name));
		}
		StringBuilder body = new StringBuilder(keyword).append(" {");
		Set<String> embeds = new TreeSet<>();
		boolean more = cursor.next();
		while (more && cursor.depth() > 0) {
			String member = entry.text(AT_NAME);
			if (cursor.tag() == TAG_MEMBER) {
				Type type = target(entry);
				embeds.addAll(type.embeds());
				body.append(type.resolved()).append(' ');
			}
			body.append(member == null ? "" : member).append(integer ? ", " : "; ");
			budget.spend(body.length(), cursor.offset());
			more = cursor.nextSibling();
		}
		return new Type(Declarator.named(keyword + " {...}"), Declarator.named(body.append('}').toString()), size, integer, embeds);
	}

	/** Lengths as {@code DW_AT_count} or {@code DW_AT_upper_bound}, one entry for each dimension (DWARF 5 §5.5, §5.13). */
	private Type array(DieCursor cursor, AttributeReader entry) throws ObjectFormatException {
		Type of = target(entry);
		StringBuilder lengths = new StringBuilder();
		long size = of.size();
		boolean more = cursor.next();
		while (more && cursor.depth() > 0) {
			if (cursor.tag() == TAG_SUBRANGE_TYPE) {
				long upper = entry.constant(AT_UPPER_BOUND, -1);
				long count = entry.constant(AT_COUNT, upper == 0xffff_ffffL ? 0 : upper + 1);
				lengths.append('[').append(count > 0 ? String.valueOf(count) : "").append(']');
				size = count > 0 ? size * count : 0;
				budget.spend(lengths.length(), cursor.offset());
			}
			more = cursor.nextSibling();
		}
		return new Type(of.text().array(lengths.toString()), of.resolved().array(lengths.toString()), size, false, of.embeds());
	}

	private Type function(long die, DieCursor cursor, AttributeReader entry) throws ObjectFormatException {
		Type result = target(entry);
		String text = parameters(cursor, entry, false);
		CompileUnit unit = units.containing(die);
		DieCursor again = unit.unit().cursor(die);
		again.next();
		String resolved = parameters(again, new AttributeReader(again, unit.bases()), true);
		return new Type(result.text().function(text), result.resolved().function(resolved), 0, false, Set.of());
	}

	private static String name(AttributeReader entry) throws ObjectFormatException {
		String name = entry.text(AT_NAME);
		return name == null ? "?" : name;
	}

	private static long size(AttributeReader entry) throws ObjectFormatException {
		return entry.constant(AT_BYTE_SIZE, 0);
	}
}

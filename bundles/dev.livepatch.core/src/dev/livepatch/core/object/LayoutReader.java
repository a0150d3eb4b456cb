package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.object.TypeLayout.Enumerator;
import dev.livepatch.core.object.TypeLayout.Kind;
import dev.livepatch.core.object.TypeLayout.Member;

/** Reads the members of structures and unions, and the values of enumerations (DWARF 5 §5.7). For one thread. */
final class LayoutReader {
	/** What a member costs of the budget: it becomes an object of about as many bytes, and a crafted type can be part of thousands of others. */
	private static final int COST = 64;

	private final UnitFinder units;
	private final Map<Long, String> names;
	private final Budget budget;
	private final TypeReader types;

	/** @param names by offset of their entry, what types without a tag are called */
	LayoutReader(UnitFinder units, Map<Long, String> names, Budget budget) {
		this.units = units;
		this.names = names;
		this.budget = budget;
		this.types = new TypeReader(units, names, budget);
	}

	/** The definition at this offset; one without a tag that has no other name either has an empty name. */
	TypeLayout read(long die) throws ObjectFormatException {
		CompileUnit unit = units.containing(die);
		DieCursor cursor = unit.unit().cursor(die);
		AttributeReader entry = new AttributeReader(cursor, unit.bases());
		if (!cursor.next()) {
			throw unit.unit().dwarf().info().bytes().damaged(die, "type without an entry");
		}
		Kind kind = switch (cursor.tag()) {
			case TAG_UNION_TYPE -> Kind.UNION;
			case TAG_ENUMERATION_TYPE -> Kind.ENUM;
			default -> Kind.STRUCT;
		};
		String tag = entry.text(AT_NAME);
		String name = tag != null ? kind + " " + tag : names.getOrDefault(die, "");
		String file = entry.has(AT_DECL_FILE) ? unit.path(entry.number(AT_DECL_FILE, 0)) : "";
		int line = entry.count(AT_DECL_LINE);
		long size = entry.constant(AT_BYTE_SIZE, 0);
		List<Member> members = new ArrayList<>();
		List<Enumerator> enumerators = new ArrayList<>();
		if (kind == Kind.ENUM) {
			enumerators(cursor, entry, enumerators);
		} else {
			members(cursor, entry, new Outer("", 0, 1), members);
		}
		return new TypeLayout(kind, name, file, line, size, members, enumerators);
	}

	private void enumerators(DieCursor cursor, AttributeReader entry, List<Enumerator> found) throws ObjectFormatException {
		boolean more = cursor.next();
		while (more && cursor.depth() > 0) {
			String name = cursor.tag() == TAG_ENUMERATOR ? entry.text(AT_NAME) : null;
			if (name != null) {
				budget.spend(COST, cursor.offset());
				found.add(new Enumerator(name, entry.constant(AT_CONST_VALUE, 0)));
			}
			more = cursor.nextSibling();
		}
	}

	/** Where the members of a type are, if it is a member itself. */
	private record Outer(String prefix, long bits, int depth) {
	}

	private void members(DieCursor cursor, AttributeReader entry, Outer outer, List<Member> found) throws ObjectFormatException {
		boolean more = cursor.next();
		while (more && cursor.depth() > 0) {
			if (cursor.tag() == TAG_MEMBER) {
				budget.spend(COST, cursor.offset());
				member(entry, outer, found);
			}
			more = cursor.nextSibling();
		}
	}

	private void member(AttributeReader entry, Outer outer, List<Member> found) throws ObjectFormatException {
		String name = entry.text(AT_NAME);
		long type = entry.reference(AT_TYPE);
		DieCursor body = type < 0 ? null : body(type, name == null);
		if (body != null) {
			Outer inner = new Outer(name == null ? outer.prefix() : outer.prefix() + name + ".", outer.bits() + 8 * entry.memberLocation(), outer.depth() + 1);
			budget.spend(inner.prefix().length(), type);
			if (inner.depth() > TypeReader.DEEPEST) {
				throw body.unit().dwarf().info().bytes().damaged(type, "type that is part of itself, or of more than " + TypeReader.DEEPEST + " types without a name");
			}
			members(body, new AttributeReader(body, units.containing(body.offset()).bases()), inner, found);
			return;
		}
		TypeRef reference = types.of(entry);
		boolean bitField = entry.has(AT_BIT_SIZE);
		long bitSize = bitField ? entry.constant(AT_BIT_SIZE, 0) : 8 * reference.size();
		found.add(new Member(outer.prefix() + (name == null ? "" : name), reference, outer.bits() + bitOffset(entry, bitSize, reference), bitSize, bitField));
	}

	/**
	 * A cursor at the type if it is a structure or union whose members count as the outer type's: one that nothing names, or any if the member has no name
	 * (C11 §6.7.2.1; with -fms-extensions the type may have a tag), qualified or not.
	 */
	private DieCursor body(long type, boolean unnamed) throws ObjectFormatException {
		long die = type;
		for (int step = 0; step < TypeReader.DEEPEST && die >= 0; step++) {
			CompileUnit unit = units.containing(die);
			DieCursor cursor = unit.unit().cursor(die);
			boolean there = cursor.next();
			if (there && (cursor.tag() == TAG_STRUCTURE_TYPE || cursor.tag() == TAG_UNION_TYPE)) {
				return unnamed || cursor.find(AT_NAME) < 0 && !names.containsKey(die) ? cursor : null;
			}
			boolean qualifier = there && (cursor.tag() == TAG_CONST_TYPE || cursor.tag() == TAG_VOLATILE_TYPE || unnamed && cursor.tag() == TAG_TYPEDEF);
			die = qualifier ? new AttributeReader(cursor, unit.bases()).reference(AT_TYPE) : -1;
		}
		return null;
	}

	/** Bit fields count from the type's beginning, or (DWARF 4 §5.5.6, as DWARF 2) down from the top of a storage unit. */
	private static long bitOffset(AttributeReader entry, long bitSize, TypeRef type) throws ObjectFormatException {
		if (entry.has(AT_DATA_BIT_OFFSET)) {
			return entry.constant(AT_DATA_BIT_OFFSET, 0);
		}
		long bytes = entry.memberLocation();
		if (!entry.has(AT_BIT_OFFSET)) {
			return 8 * bytes;
		}
		long storage = entry.constant(AT_BYTE_SIZE, type.size());
		return 8 * (bytes + storage) - entry.constant(AT_BIT_OFFSET, 0) - bitSize;
	}
}

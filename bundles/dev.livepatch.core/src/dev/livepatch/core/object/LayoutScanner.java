package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the types that an object's units define at file level; what is below other entries is passed over. For one use by one thread. */
final class LayoutScanner {
	private final DwarfFile dwarf;
	private final UnitFinder units;
	private final List<Long> definitions = new ArrayList<>();
	/** Structures, unions and enumerations without a tag: members and variables have them, or typedefs name them. */
	private final Map<Long, Integer> untagged = new HashMap<>();
	/** By offset of the entry they refer to. */
	private final Map<Long, String> typedefs = new HashMap<>();
	private final Map<Long, String> variables = new HashMap<>();

	LayoutScanner(DwarfFile dwarf, UnitFinder units) {
		this.dwarf = dwarf;
		this.units = units;
	}

	List<TypeLayout> layouts() throws ObjectFormatException {
		Map<Long, String> names = names();
		LayoutReader reader = new LayoutReader(units, names, budget());
		Set<TypeLayout> layouts = new LinkedHashSet<>();
		for (long die : definitions) {
			if (untagged.getOrDefault(die, TAG_ENUMERATION_TYPE) == TAG_ENUMERATION_TYPE || names.containsKey(die)) {
				layouts.add(reader.read(die));
			}
		}
		return List.copyOf(layouts);
	}

	List<FunctionSignature> signatures() throws ObjectFormatException {
		return new SignatureScanner(units, names(), budget()).signatures();
	}

	/** The functions with a parameter or variable of one of these types, or of what leads to them. */
	Set<String> users(Collection<String> types, DeclarationReader declarations) throws ObjectFormatException {
		return new TypeUsers(units, declarations, names(), budget(), types).functions();
	}

	/** Whether instances of a type are on stacks alone. */
	boolean onStacksOnly(String type) throws ObjectFormatException {
		return new StackTypes(units, names(), budget(), type).only();
	}

	private Budget budget() throws ObjectFormatException {
		return new Budget(dwarf.info().bytes(), 64);
	}

	private Map<Long, String> names() throws ObjectFormatException {
		for (CompileUnit unit : units.all()) {
			scan(unit);
		}
		Map<Long, String> names = new HashMap<>();
		for (long type : untagged.keySet()) {
			String name = typedefs.getOrDefault(type, variables.get(type));
			if (name != null) {
				names.put(type, name);
			}
		}
		return names;
	}

	/** Walks the entries directly below the unit's own. */
	private void scan(CompileUnit unit) throws ObjectFormatException {
		DieCursor cursor = unit.unit().cursor();
		AttributeReader entry = new AttributeReader(cursor, unit.bases());
		boolean more = cursor.next() && cursor.next();
		while (more && cursor.depth() > 0) {
			switch (cursor.tag()) {
				case TAG_STRUCTURE_TYPE, TAG_UNION_TYPE, TAG_ENUMERATION_TYPE -> type(cursor, entry);
				case TAG_TYPEDEF -> name(entry, typedefs, "%s");
				case TAG_VARIABLE -> name(entry, variables, "typeof(%s)");
				default -> {
					// functions, and types made of others
				}
			}
			more = cursor.nextSibling();
		}
	}

	private void type(DieCursor cursor, AttributeReader entry) throws ObjectFormatException {
		if (entry.has(AT_DECLARATION)) {
			return;
		}
		definitions.add((long) cursor.offset());
		if (!entry.has(AT_NAME)) {
			untagged.put((long) cursor.offset(), cursor.tag());
		}
	}

	private static void name(AttributeReader entry, Map<Long, String> names, String form) throws ObjectFormatException {
		long type = entry.reference(AT_TYPE);
		String name = type < 0 ? null : entry.text(AT_NAME);
		if (name != null) {
			names.putIfAbsent(type, form.formatted(name));
		}
	}
}

package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.HashMap;
import java.util.Map;

/** The types of variables and parameters, each read once. For one thread. */
final class VariableTypes {
	/** A copy's variable refers to the pattern's: one step in practice. */
	private static final int LONGEST_CHAIN = 16;
	private final UnitFinder units;
	private final TypeReader types;
	/** By offset of the variable's entry. */
	private final Map<Long, String> known = new HashMap<>();

	VariableTypes(UnitFinder units, TypeReader types) {
		this.units = units;
		this.types = types;
	}

	/** As {@link TypeRef#resolved()}; empty if none is known. */
	String resolved(long variable) throws ObjectFormatException {
		String type = known.get(variable);
		if (type == null) {
			type = find(variable);
			known.put(variable, type);
		}
		return type;
	}

	private String find(long variable) throws ObjectFormatException {
		long next = variable;
		for (int step = 0; next >= 0 && step < LONGEST_CHAIN; step++) {
			CompileUnit unit = units.containing(next);
			DieCursor cursor = unit.unit().cursor(next);
			if (!cursor.next()) {
				return "";
			}
			AttributeReader entry = new AttributeReader(cursor, unit.bases());
			if (entry.has(AT_TYPE)) {
				return types.of(entry).resolved();
			}
			next = entry.reference(AT_ABSTRACT_ORIGIN);
		}
		return "";
	}
}

package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the functions that an object's units define, and their types (DWARF 5 §3.3). For one thread. */
final class SignatureScanner {
	private final UnitFinder units;
	private final TypeReader types;

	/**
	 * @param names by offset of their entry, what types without a tag are called
	 */
	SignatureScanner(UnitFinder units, Map<Long, String> names, Budget budget) {
		this.units = units;
		this.types = new TypeReader(units, names, budget);
	}

	List<FunctionSignature> signatures() throws ObjectFormatException {
		List<FunctionSignature> found = new ArrayList<>();
		for (CompileUnit unit : units.all()) {
			DieCursor cursor = unit.unit().cursor();
			AttributeReader entry = new AttributeReader(cursor, unit.bases());
			boolean more = cursor.next() && cursor.next();
			while (more && cursor.depth() > 0) {
				// copies of a function refer to the entry that has its name and type
				if (cursor.tag() == TAG_SUBPROGRAM && entry.has(AT_NAME) && !entry.has(AT_DECLARATION)) {
					found.add(signature(unit, cursor.offset()));
				}
				more = cursor.nextSibling();
			}
		}
		return found;
	}

	private FunctionSignature signature(CompileUnit unit, int die) throws ObjectFormatException {
		DieCursor cursor = unit.unit().cursor(die);
		AttributeReader entry = new AttributeReader(cursor, unit.bases());
		cursor.next();
		String name = entry.text(AT_NAME);
		String file = entry.has(AT_DECL_FILE) ? unit.path(entry.number(AT_DECL_FILE, 0)) : "";
		int line = entry.count(AT_DECL_LINE);
		boolean external = entry.has(AT_EXTERNAL);
		TypeRef type = types.function(die);
		return new FunctionSignature(name, file, line, external, type.text(), type.resolved());
	}
}

package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the functions with a parameter or variable of certain types, or of pointers to them or arrays of them; those of what is inlined into a function count as its own. For one use by
 * one thread.
 */
final class TypeUsers {
	private final UnitFinder units;
	private final DeclarationReader declarations;
	private final VariableTypes variables;
	private final Pattern wanted;

	/**
	 * @param names by offset of their entry, what types without a tag are called
	 * @param types as {@link TypeLayout#name()}
	 */
	TypeUsers(UnitFinder units, DeclarationReader declarations, Map<Long, String> names, Budget budget, Collection<String> types) {
		this.units = units;
		this.declarations = declarations;
		this.variables = new VariableTypes(units, new TypeReader(units, names, budget));
		this.wanted = Pattern.compile(types.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?<!\\w)(?:", ")(?!\\w)")));
	}

	/** The functions with code, as the source names them, sorted. */
	Set<String> functions() throws ObjectFormatException {
		Set<String> found = new TreeSet<>();
		for (CompileUnit unit : units.all()) {
			scan(unit, found);
		}
		return found;
	}

	private void scan(CompileUnit unit, Set<String> found) throws ObjectFormatException {
		DieCursor cursor = unit.unit().cursor();
		AttributeReader entry = new AttributeReader(cursor, unit.bases());
		// by depth, the entry of the function that encloses what is there; negative outside of functions with code
		long[] enclosing = new long[16];
		enclosing[0] = -1;
		boolean more = cursor.next();
		while (more) {
			int depth = cursor.depth();
			if (depth + 1 >= enclosing.length) {
				enclosing = Arrays.copyOf(enclosing, 2 * enclosing.length);
			}
			enclosing[depth + 1] = enclosing[depth];
			switch (cursor.tag()) {
				case TAG_SUBPROGRAM -> enclosing[depth + 1] = entry.code().isEmpty() ? -1 : cursor.offset();
				case TAG_FORMAL_PARAMETER, TAG_VARIABLE -> {
					if (enclosing[depth] >= 0 && wanted.matcher(variables.resolved(cursor.offset())).find()) {
						found.add(declarations.at(enclosing[depth]).name());
					}
				}
				default -> {
					// blocks, inlined functions, the unit itself
				}
			}
			more = switch (cursor.tag()) {
				case TAG_STRUCTURE_TYPE, TAG_UNION_TYPE, TAG_ENUMERATION_TYPE, TAG_SUBROUTINE_TYPE, TAG_ARRAY_TYPE, TAG_CALL_SITE, TAG_GNU_CALL_SITE -> cursor.nextSibling();
				default -> cursor.next();
			};
		}
	}
}

package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.Map;
import java.util.regex.Pattern;

/** Finds out whether the instances of a type are on stacks alone, as far as the debug information tells. For one use by one thread. */
final class StackTypes {
	private final UnitFinder units;
	private final VariableTypes variables;
	private final TypeReader types;
	private final Pattern mentioned;
	private final Pattern instance;
	private boolean onStack;
	private boolean elsewhere;

	/**
	 * @param names by offset of their entry, what types without a tag are called
	 * @param type  as {@link TypeLayout#name()}
	 */
	StackTypes(UnitFinder units, Map<Long, String> names, Budget budget, String type) {
		this.units = units;
		this.types = new TypeReader(units, names, budget);
		this.variables = new VariableTypes(units, types);
		this.mentioned = Pattern.compile("(?<!\\w)" + Pattern.quote(type) + "(?!\\w)");
		this.instance = Pattern.compile("(?:(?:const|volatile) )*" + Pattern.quote(type) + "(?:\\[\\d*\\])*");
	}

	/** Some function has one as its variable; none is static or part of something else, and nothing but parameters points to one: what came from an allocation, a variable or a result would. */
	boolean only() throws ObjectFormatException {
		for (CompileUnit unit : units.all()) {
			scan(unit);
		}
		return onStack && !elsewhere;
	}

	private void scan(CompileUnit unit) throws ObjectFormatException {
		DieCursor cursor = unit.unit().cursor();
		AttributeReader entry = new AttributeReader(cursor, unit.bases());
		boolean more = cursor.next();
		while (more && !elsewhere) {
			switch (cursor.tag()) {
				case TAG_MEMBER, TAG_SUBPROGRAM -> elsewhere |= entry.has(AT_TYPE) && mentioned.matcher(types.of(entry).resolved()).find();
				case TAG_VARIABLE -> variable(variables.resolved(cursor.offset()), cursor.depth() <= 1 || entry.staticLocation() != null);
				default -> {
					// parameters, which point to what their callers have, and types made of others
				}
			}
			more = switch (cursor.tag()) {
				case TAG_SUBROUTINE_TYPE, TAG_ENUMERATION_TYPE, TAG_ARRAY_TYPE, TAG_CALL_SITE, TAG_GNU_CALL_SITE -> cursor.nextSibling();
				default -> cursor.next();
			};
		}
	}

	private void variable(String type, boolean lasting) {
		if (mentioned.matcher(type).find()) {
			boolean own = !lasting && instance.matcher(type).matches();
			onStack |= own;
			elsewhere |= !own;
		}
	}
}

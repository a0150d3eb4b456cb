package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One walk over a unit that collects its functions, what was inlined into them, and its static variables; types are passed over. For one thread. */
final class UnitScanner {

	/** What encloses an entry. */
	private record Enclosing(FunctionScope function, FunctionScope.Inlined inlined, long declaredIn) {
		private static final Enclosing NOTHING = new Enclosing(null, null, -1);
	}

	private final DieCursor cursor;
	private final AttributeReader attributes;
	private final List<FunctionScope> functions = new ArrayList<>();
	private final Set<Long> outOfLine = new HashSet<>();
	private final List<StaticVariable> variables = new ArrayList<>();
	/** For each depth, what encloses the entries there. */
	private Enclosing[] stack = new Enclosing[16];

	UnitScanner(CompileUnit unit) throws ObjectFormatException {
		cursor = unit.unit().cursor();
		attributes = new AttributeReader(cursor, unit.bases());
	}

	UnitFacts scan() throws ObjectFormatException {
		boolean more = cursor.next();
		stack[0] = Enclosing.NOTHING;
		while (more) {
			int depth = cursor.depth();
			if (depth + 1 >= stack.length) {
				stack = Arrays.copyOf(stack, 2 * stack.length);
			}
			switch (cursor.tag()) {
				case TAG_STRUCTURE_TYPE, TAG_UNION_TYPE, TAG_ENUMERATION_TYPE, TAG_SUBROUTINE_TYPE, TAG_ARRAY_TYPE, TAG_CALL_SITE, TAG_GNU_CALL_SITE -> more = cursor
						.nextSibling();
				default -> {
					stack[depth + 1] = enter(stack[depth]);
					more = cursor.next();
				}
			}
		}
		return new UnitFacts(functions, outOfLine, variables);
	}

	private Enclosing enter(Enclosing enclosing) throws ObjectFormatException {
		return switch (cursor.tag()) {
			case TAG_SUBPROGRAM -> function();
			case TAG_INLINED_SUBROUTINE -> inlined(enclosing);
			case TAG_VARIABLE -> {
				CodePlace place = attributes.staticLocation();
				if (place != null) {
					variables.add(new StaticVariable(cursor.offset(), place, enclosing.declaredIn()));
				}
				yield enclosing;
			}
			default -> enclosing;
		};
	}

	private Enclosing function() throws ObjectFormatException {
		CodeRanges code = attributes.code();
		FunctionScope scope = new FunctionScope(cursor.offset(), code, new ArrayList<>());
		if (!code.isEmpty()) {
			functions.add(scope);
			outOfLine.add(attributes.reference(AT_ABSTRACT_ORIGIN));
		} else if (!attributes.has(AT_DECLARATION) && !attributes.has(AT_ABSTRACT_ORIGIN)) {
			// inlined everywhere, or merged with a function of the same code
			functions.add(scope);
		}
		return new Enclosing(scope, null, cursor.offset());
	}

	private Enclosing inlined(Enclosing enclosing) throws ObjectFormatException {
		long origin = attributes.reference(AT_ABSTRACT_ORIGIN);
		FunctionScope.Inlined outer = enclosing.inlined();
		FunctionScope.Inlined inlined = new FunctionScope.Inlined(outer, origin, attributes.code(), attributes.number(AT_CALL_FILE, 0),
				attributes.count(AT_CALL_LINE), outer == null ? 1 : outer.depth() + 1);
		if (enclosing.function() != null) {
			enclosing.function().inlined().add(inlined);
		}
		return new Enclosing(enclosing.function(), inlined, origin);
	}
}

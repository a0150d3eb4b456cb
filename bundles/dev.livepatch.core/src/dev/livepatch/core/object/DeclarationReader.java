package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the declaration that an entry, or the entries it refers to, give (DWARF 5 §2.13.2, §3.3.8). Safe for several threads. */
final class DeclarationReader {
	/** Copy, pattern, declaration: three steps in practice; a longer chain goes in circles. */
	private static final int LONGEST_CHAIN = 16;
	private final UnitFinder units;
	private final Map<Long, Declaration> known = new ConcurrentHashMap<>();

	DeclarationReader(UnitFinder units) {
		this.units = units;
	}

	/** @param die offset of the entry; a negative one gives {@link Declaration#UNKNOWN} */
	Declaration at(long die) throws ObjectFormatException {
		if (die < 0) {
			return Declaration.UNKNOWN;
		}
		Declaration declaration = known.get(die);
		if (declaration == null) {
			declaration = read(die);
			known.put(die, declaration);
		}
		return declaration;
	}

	private Declaration read(long die) throws ObjectFormatException {
		Declaration sum = Declaration.UNKNOWN;
		long next = die;
		for (int step = 0; next >= 0; step++) {
			CompileUnit unit = units.containing(next);
			DieCursor cursor = unit.unit().cursor(next);
			if (step > LONGEST_CHAIN || !cursor.next()) {
				throw unit.unit().dwarf().info().bytes().damaged(next, "entry without a declaration, or one that refers to itself");
			}
			AttributeReader attributes = new AttributeReader(cursor, unit.bases());
			sum = completed(sum, unit, attributes);
			long origin = attributes.reference(AT_ABSTRACT_ORIGIN);
			next = origin >= 0 ? origin : attributes.reference(AT_SPECIFICATION);
		}
		return sum;
	}

	private static Declaration completed(Declaration sum, CompileUnit unit, AttributeReader attributes) throws ObjectFormatException {
		String name = sum.name().isEmpty() ? attributes.text(AT_NAME) : sum.name();
		boolean placed = sum.line() == 0 && attributes.has(AT_DECL_LINE);
		// a copy gives its line without its file where that is the pattern's
		String file = sum.file().isEmpty() && attributes.has(AT_DECL_FILE) ? unit.path(attributes.number(AT_DECL_FILE, 0)) : sum.file();
		return new Declaration(name == null ? "" : name, file, placed ? attributes.count(AT_DECL_LINE) : sum.line(),
				sum.declaredInline() || attributes.number(AT_INLINE, 0) >= INL_DECLARED,
				sum.noReturn() || attributes.has(AT_NORETURN));
	}
}

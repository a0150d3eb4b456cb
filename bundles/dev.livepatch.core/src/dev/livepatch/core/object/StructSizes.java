package dev.livepatch.core.object;

import static dev.livepatch.core.object.Dwarf.*;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.livepatch.core.process.Cancellation;

/** Finds the sizes of structures in the debug information of a whole kernel, by looking at no more of it than necessary. For one thread. */
public final class StructSizes {
	private final DwarfFile dwarf;
	private final Map<String, byte[]> wanted = new HashMap<>();
	private final Map<String, Integer> found = new TreeMap<>();

	private StructSizes(DwarfFile dwarf, Set<String> names) {
		this.dwarf = dwarf;
		names.forEach(name -> wanted.put(name, name.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * The sizes in bytes of those structures that the kernel has; the first definition at file level counts, as C has one for all.
	 *
	 * @throws java.util.concurrent.CancellationException if cancelled
	 */
	public static Map<String, Integer> read(ObjectFile vmlinux, Set<String> structNames, Cancellation cancellation) throws ObjectFormatException {
		StructSizes sizes = new StructSizes(new DwarfFile(vmlinux), structNames);
		UnitReader units = new UnitReader(sizes.dwarf);
		for (Unit unit = units.next(); unit != null && !sizes.wanted.isEmpty(); unit = units.next()) {
			cancellation.check();
			if (unit.describesCode()) {
				sizes.scan(unit);
			}
		}
		return sizes.found;
	}

	/** Walks the entries directly below the unit's own. */
	private void scan(Unit unit) throws ObjectFormatException {
		DieCursor cursor = unit.cursor();
		boolean more = cursor.next();
		UnitBases bases = more ? UnitBases.read(unit, cursor) : null;
		more = more && cursor.next();
		while (more && !wanted.isEmpty()) {
			if (cursor.tag() == TAG_STRUCTURE_TYPE) {
				int name = cursor.find(AT_NAME);
				if (name >= 0) {
					String match = match(cursor, name, bases);
					if (match != null) {
						take(cursor, match);
					}
				}
			}
			more = cursor.nextSibling();
		}
	}

	/** Compares the bytes where they are, so that nothing is created for the thousands of others. */
	private String match(DieCursor cursor, int name, UnitBases bases) throws ObjectFormatException {
		boolean shared = cursor.form(name) == FORM_STRP;
		if (!shared && cursor.form(name) != FORM_STRING) {
			String text = new AttributeReader(cursor, bases).text(AT_NAME);
			return wanted.containsKey(text) ? text : null;
		}
		Bytes text = shared ? dwarf.strings().bytes() : dwarf.info().bytes();
		long at = shared ? cursor.value(name) : cursor.position(name);
		for (Map.Entry<String, byte[]> candidate : wanted.entrySet()) {
			if (at <= Integer.MAX_VALUE && text.textEquals((int) at, candidate.getValue())) {
				return candidate.getKey();
			}
		}
		return null;
	}

	/** Declarations have no size. */
	private void take(DieCursor cursor, String name) throws ObjectFormatException {
		int size = cursor.find(AT_BYTE_SIZE);
		if (size >= 0 && cursor.value(size) >= 0 && cursor.value(size) <= Integer.MAX_VALUE) {
			found.put(name, (int) cursor.value(size));
			wanted.remove(name);
		}
	}
}

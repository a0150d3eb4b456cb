package dev.livepatch.core.object;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The units of an object, by offset and by the code they hold. Immutable. */
final class UnitFinder {
	private final DwarfFile dwarf;
	private final List<CompileUnit> units;
	private final TreeMap<Integer, CompileUnit> byOffset = new TreeMap<>();
	private final IntervalIndex<CompileUnit> byCode = new IntervalIndex<>();

	UnitFinder(DwarfFile dwarf) throws ObjectFormatException {
		this.dwarf = dwarf;
		this.units = List.copyOf(dwarf.units());
		for (CompileUnit unit : units) {
			byOffset.put(unit.unit().offset(), unit);
			for (CodeRange range : unit.code().asListed()) {
				byCode.add(range, unit);
			}
		}
		byCode.build();
	}

	List<CompileUnit> all() {
		return units;
	}

	/** The units that hold code at this place: one, in sound files. */
	List<CompileUnit> at(CodePlace place) {
		return byCode.at(place);
	}

	/** The unit that has the entry at this offset. */
	CompileUnit containing(long die) throws ObjectFormatException {
		Map.Entry<Integer, CompileUnit> below = die > Integer.MAX_VALUE ? null : byOffset.floorEntry((int) die);
		if (below == null || die < below.getValue().unit().firstDie() || die >= below.getValue().unit().end()) {
			throw dwarf.info().bytes().damaged(die, "is referred to and in no unit");
		}
		return below.getValue();
	}
}

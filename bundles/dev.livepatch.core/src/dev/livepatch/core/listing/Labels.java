package dev.livepatch.core.listing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Names for the places that code jumps to, the same in both versions for places that stand for each other, however far they have moved. Those of the original are numbered;
 * places that only the patched version jumps to have numbers that follow.
 */
final class Labels {
	private final Map<Place, String> original = new TreeMap<>();
	private final Map<Place, String> patched = new TreeMap<>();

	Labels(List<Line.Code> before, List<Line.Code> after, Alignment alignment) {
		TreeSet<Place> old = targets(before);
		TreeSet<Place> now = targets(after);
		Map<Place, Integer> oldIndex = index(before);
		Map<Place, Integer> nowIndex = index(after);
		for (Place place : old) {
			original.put(place, "L" + (original.size() + 1));
			int partner = oldIndex.containsKey(place) ? alignment.ofOriginal()[oldIndex.get(place)] : Alignment.NONE;
			if (partner != Alignment.NONE && now.contains(after.get(partner).at())) {
				patched.put(after.get(partner).at(), original.get(place));
			}
		}
		nameGaps(old, now, oldIndex, nowIndex, alignment);
		int next = original.size();
		for (Place place : now) {
			if (!patched.containsKey(place)) {
				patched.put(place, "L" + ++next);
			}
		}
	}

	/** Where code was put in, or taken out, at the very place that is jumped to, the place is still the same; unless there are several in one gap. */
	private void nameGaps(TreeSet<Place> old, TreeSet<Place> now, Map<Place, Integer> oldIndex, Map<Place, Integer> nowIndex, Alignment alignment) {
		Map<Integer, Place> oldGaps = new HashMap<>();
		Map<Integer, Place> nowGaps = new HashMap<>();
		old.stream().filter(p -> !patched.containsValue(original.get(p))).forEach(p -> oldGaps.merge(gap(oldIndex, p, alignment.ofOriginal(), false), p, (a, b) -> AMBIGUOUS));
		now.stream().filter(p -> !patched.containsKey(p)).forEach(p -> nowGaps.merge(gap(nowIndex, p, alignment.ofPatched(), true), p, (a, b) -> AMBIGUOUS));
		oldGaps.forEach((gap, place) -> {
			Place partner = nowGaps.getOrDefault(gap, AMBIGUOUS);
			if (gap != Alignment.NONE && place != AMBIGUOUS && partner != AMBIGUOUS) {
				patched.put(partner, original.get(place));
			}
		});
	}

	private static final Place AMBIGUOUS = new Place(-1, -1);

	/** The original's index of the next instruction that both versions have. */
	private static int gap(Map<Place, Integer> index, Place place, int[] partners, boolean inPatched) {
		int at = index.getOrDefault(place, partners.length);
		while (at < partners.length && partners[at] == Alignment.NONE) {
			at++;
		}
		return at >= partners.length ? Alignment.NONE : inPatched ? partners[at] : at;
	}

	private static TreeSet<Place> targets(List<Line.Code> code) {
		TreeSet<Place> targets = new TreeSet<>();
		code.forEach(c -> targets.addAll(c.targets()));
		return targets;
	}

	private static Map<Place, Integer> index(List<Line.Code> code) {
		Map<Place, Integer> index = new HashMap<>();
		for (int i = 0; i < code.size(); i++) {
			index.put(code.get(i).at(), i);
		}
		return index;
	}

	/** By place, in their order. */
	Map<Place, String> original() {
		return original;
	}

	Map<Place, String> patched() {
		return patched;
	}
}

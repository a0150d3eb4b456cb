package dev.livepatch.core.listing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two versions of a function compared. What only the place of the code decides makes no difference: addresses, distances of jumps, numbers that the compiler gives anew.
 *
 * @param original the kernel's; without lines if only the patch has the function
 * @param changed  instructions that others stand for in the patched version, or that jump elsewhere
 * @param added    instructions that only the patched version has
 * @param removed  instructions that only the original has
 * @param renamed  where the instructions differ in nothing but what they refer to: what the original refers to, and the patched version instead; empty otherwise
 */
public record ListingComparison(Listing original, Listing patched, String originalText, String patchedText, int changed, int added, int removed, List<Renamed> renamed) {

	/** Another thing referred to in the same place. */
	public record Renamed(String original, String patched) {
	}

	public ListingComparison {
		renamed = List.copyOf(renamed);
	}

	static ListingComparison of(Listing original, Listing patched) {
		List<Line.Code> before = original.code();
		List<Line.Code> after = patched.code();
		Alignment alignment = Alignment.of(before, after);
		Labels labels = new Labels(before, after, alignment);
		Count count = new Count(before, after, alignment, labels);
		return new ListingComparison(original, patched, ListingText.write(original, labels.original()), ListingText.write(patched, labels.patched()), count.changed, count.added, count.removed,
				count.renamed());
	}

	/** Whether both versions do the same. */
	public boolean same() {
		return changed + added + removed == 0;
	}

	/** In a sentence. */
	public String summary() {
		if (original.lines().isEmpty() && patched.lines().isEmpty()) {
			return "Neither version has a function " + original.function() + " of its own.";
		}
		if (original.lines().isEmpty()) {
			return "New in the patch: " + counted(added, "instruction") + ".";
		}
		if (patched.lines().isEmpty()) {
			return "Removed by the patch: " + counted(removed, "instruction") + ".";
		}
		if (same()) {
			return "No difference in the code.";
		}
		if (!renamed.isEmpty()) {
			List<String> names = renamed.stream().limit(3).map(r -> r.patched() + " instead of " + r.original()).toList();
			return "No difference in the instructions: the code differs only by relocation to " + String.join(", ", names) + (renamed.size() > 3 ? " and " + (renamed.size() - 3) + " more" : "") + ".";
		}
		List<String> parts = new ArrayList<>();
		if (changed > 0) {
			parts.add(changed + " changed");
		}
		if (added > 0) {
			parts.add(added + " added");
		}
		if (removed > 0) {
			parts.add(removed + " removed");
		}
		return "Instructions: " + String.join(", ", parts) + ", of " + original.code().size() + ".";
	}

	private static String counted(int count, String what) {
		return count + " " + what + (count == 1 ? "" : "s");
	}

	/** Counts stretches that have no partners on either side, and pairs that jump to different places. */
	private static final class Count {
		private final List<Line.Code> before;
		private final List<Line.Code> after;
		private final Set<Renamed> renamed = new LinkedHashSet<>();
		private boolean onlyRenamed = true;
		private int changed;
		private int added;
		private int removed;

		Count(List<Line.Code> before, List<Line.Code> after, Alignment alignment, Labels labels) {
			this.before = before;
			this.after = after;
			int b = 0;
			int a = 0;
			while (b < before.size() || a < after.size()) {
				int bStart = b;
				int aStart = a;
				while (b < before.size() && alignment.ofOriginal()[b] == Alignment.NONE) {
					b++;
				}
				while (a < after.size() && alignment.ofPatched()[a] == Alignment.NONE) {
					a++;
				}
				stretch(bStart, b, aStart, a);
				if (b < before.size()) {
					if (!names(before.get(b), labels.original()).equals(names(after.get(a), labels.patched()))) {
						changed++;
						onlyRenamed = false;
					}
					b++;
					a++;
				}
			}
		}

		private void stretch(int bStart, int b, int aStart, int a) {
			int both = Math.min(b - bStart, a - aStart);
			changed += both;
			removed += b - bStart - both;
			added += a - aStart - both;
			onlyRenamed &= b - bStart == a - aStart;
			for (int i = 0; onlyRenamed && i < both; i++) {
				onlyRenamed = before.get(bStart + i).hasShapeOf(after.get(aStart + i)) && compare(before.get(bStart + i).references(), after.get(aStart + i).references());
			}
		}

		private boolean compare(List<String> old, List<String> now) {
			for (int i = 0; i < old.size() && old.size() == now.size(); i++) {
				if (!old.get(i).equals(now.get(i))) {
					renamed.add(new Renamed(old.get(i), now.get(i)));
				}
			}
			return old.size() == now.size();
		}

		private static List<String> names(Line.Code code, Map<Place, String> labels) {
			return code.targets().stream().map(labels::get).toList();
		}

		List<Renamed> renamed() {
			return onlyRenamed ? List.copyOf(renamed) : List.of();
		}
	}
}

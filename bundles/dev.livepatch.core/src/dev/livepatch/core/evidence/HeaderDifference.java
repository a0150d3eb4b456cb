package dev.livepatch.core.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.object.Section;

/** The headers of one section in both versions, empty where a version has none. */
public record HeaderDifference(Optional<Section> before, Optional<Section> after) {

	/** Whether only one of them has an initialiser. */
	public boolean initialiser() {
		return before.isPresent() && after.isPresent() && before.get().type() != after.get().type();
	}

	/** In what they differ, to be put behind "another". */
	@Override
	public String toString() {
		if (before.isEmpty() || after.isEmpty()) {
			return "form";
		}
		List<String> differences = new ArrayList<>();
		if (initialiser()) {
			differences.add(after.get().type() == Section.NOBITS ? "type (without an initialiser)" : "type (with an initialiser)");
		}
		if (before.get().writable() != after.get().writable()) {
			differences.add(after.get().writable() ? "protection (no longer const)" : "protection (const)");
		} else if (before.get().flags() != after.get().flags()) {
			differences.add("set of flags");
		}
		if (before.get().alignment() != after.get().alignment()) {
			differences.add("alignment (" + after.get().alignment() + " instead of " + before.get().alignment() + " bytes)");
		}
		return differences.isEmpty() ? "entry size" : String.join(" and ", differences);
	}
}

package dev.livepatch.core.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.TypeLayout;

/**
 * Compares the types of two versions of an object, which the differ does not. Types are the same by name and file, in a file by their order; one that only one
 * version has is no change, since the compiler describes only what is used.
 */
public final class TypeChanges {
	private final Map<String, List<TypeLayout>> patched;
	private final Map<String, List<TypeLayout>> patchedByName = new HashMap<>();
	private final Map<String, TypeLayout> patchedByEnumerator = new HashMap<>();

	private TypeChanges(List<TypeLayout> patchedTypes) {
		patched = grouped(patchedTypes);
		for (TypeLayout type : patchedTypes) {
			patchedByName.computeIfAbsent(type.name(), n -> new ArrayList<>()).add(type);
			if (type.name().isEmpty()) {
				type.enumerators().forEach(e -> patchedByEnumerator.put(type.file() + "\n" + e.name(), type));
			}
		}
	}

	/**
	 * The types that changed by themselves, in the original's order. Those that changed only because they hold one of these are left out: what is to be done
	 * about them is done there.
	 */
	public static List<TypeChange> between(DebugInfo original, DebugInfo patched) throws ObjectFormatException {
		List<TypeLayout> originals = original.types();
		List<TypeLayout> now = patched.types();
		List<TypeChange> changes = new TypeChanges(now).changes(originals);
		Set<String> changed = new HashSet<>();
		changes.forEach(c -> changed.add(c.before().name()));
		return changes.stream().filter(c -> !onlyHolds(c, changed)).toList();
	}

	private List<TypeChange> changes(List<TypeLayout> originals) {
		List<TypeChange> changes = new ArrayList<>();
		Map<String, List<TypeLayout>> groups = grouped(originals);
		groups.forEach((key, before) -> {
			List<TypeLayout> after = counterparts(key, before);
			for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
				new LayoutComparison(before.get(i), after.get(i)).change().ifPresent(changes::add);
			}
		});
		return changes;
	}

	private List<TypeLayout> counterparts(String key, List<TypeLayout> before) {
		TypeLayout first = before.getFirst();
		if (first.name().isEmpty()) {
			// an enumeration without a name goes by what it enumerates
			Optional<TypeLayout> sharing = first.enumerators().stream().map(e -> patchedByEnumerator.get(first.file() + "\n" + e.name()))
					.filter(Objects::nonNull).findFirst();
			return sharing.map(List::of).orElse(List.of());
		}
		List<TypeLayout> here = patched.getOrDefault(key, List.of());
		List<TypeLayout> anywhere = patchedByName.getOrDefault(first.name(), List.of());
		// moved to another file, a header say, it is still the same
		return here.isEmpty() && anywhere.size() == 1 && before.size() == 1 ? anywhere : here;
	}

	private static Map<String, List<TypeLayout>> grouped(List<TypeLayout> types) {
		Map<String, List<TypeLayout>> groups = new LinkedHashMap<>();
		for (TypeLayout type : types) {
			String enumerator = type.name().isEmpty() && !type.enumerators().isEmpty() ? type.enumerators().getFirst().name() : "";
			groups.computeIfAbsent(type.name() + "\n" + enumerator + "\n" + type.file(), k -> new ArrayList<>(1)).add(type);
		}
		return groups;
	}

	private static boolean onlyHolds(TypeChange change, Set<String> changed) {
		return shape(change.before()).equals(shape(change.after())) && change.before().kind() != TypeLayout.Kind.ENUM
				&& change.before().members().stream().anyMatch(m -> m.type().embeds().stream().anyMatch(changed::contains));
	}

	private static List<String> shape(TypeLayout type) {
		return type.members().stream().map(m -> m.name() + "\n" + m.type().resolved()).toList();
	}
}

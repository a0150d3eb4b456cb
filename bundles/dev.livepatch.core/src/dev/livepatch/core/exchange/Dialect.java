package dev.livepatch.core.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.change.FilePatch;
import dev.livepatch.core.change.PatchHunk;

/**
 * What patches use that only live patch tools know. Nothing is translated: the author is told what it means for kpatch's differ.
 * Names: {@code kpatch-macros.h}, {@code kpatch-syscall.h} and {@code kpatch-shadow} of kpatch; {@code linux/livepatch_helpers.h} and
 * {@code linux/livepatch.h} of the kernel, the former since 6.19.
 */
final class Dialect {
	private static final Pattern WORD = Pattern.compile("\\b(KPATCH_[A-Z0-9_]+|KLP_[A-Z0-9_]+|kpatch_shadow_\\w+|klp_shadow_\\w+|klp_enable_patch|kpatch_register)\\b");
	private static final Pattern INCLUDE = Pattern.compile("\\s*#\\s*include\\s*[<\"](kpatch-macros\\.h|kpatch-syscall\\.h|kpatch\\.h|linux/livepatch_helpers\\.h)[>\"].*", Pattern.DOTALL);

	private Dialect() {
	}

	static List<String> remarks(Series series) {
		Map<Family, List<String>> found = new TreeMap<>();
		for (SeriesPatch patch : series.patches()) {
			for (FilePatch file : patch.files()) {
				file.hunks().forEach(hunk -> collect(file.path(), hunk, found));
			}
		}
		List<String> remarks = new ArrayList<>();
		found.forEach((family, uses) -> remarks.add(String.join(", ", uses.subList(0, Math.min(4, uses.size()))) + (uses.size() > 4 ? ", \u2026" : "") + ": " + family.meaning));
		return remarks;
	}

	private enum Family {
		KPATCH("written for kpatch-build; kpatch's differ, which checks here, understands it. The kernel's klp-build would not"),
		KLP("written for the kernel's klp-build; kpatch's differ does not know it, and kernels before 6.19 lack linux/livepatch_helpers.h."
				+ " Write kpatch's counterpart instead, which has the same name with KPATCH_ (KPATCH_PRE_PATCH_CALLBACK, KPATCH_SYSCALL_DEFINEn, KPATCH_STATIC_CALL), and include kpatch-macros.h or kpatch-syscall.h"),
		SHADOW("shadow variables of the kernel's own livepatch interface; they work with either tool, and stay when the patch is taken off unless an unpatch callback frees them"),
		OLD_SHADOW("shadow variables of kpatch's own module, which kernels since 4.15 replace: use klp_shadow_alloc(), klp_shadow_get() and klp_shadow_free() of linux/livepatch.h"),
		MODULE("this is the source of a live patch module made by hand, not a change to the kernel's functions: a differ cannot make a patch of it."
				+ " Put the new functions' bodies into the kernel's own files instead");

		private final String meaning;

		Family(String meaning) {
			this.meaning = meaning;
		}
	}

	private static void collect(String path, PatchHunk hunk, Map<Family, List<String>> found) {
		for (String line : hunk.added()) {
			Matcher include = INCLUDE.matcher(line);
			if (include.matches()) {
				add(found, include.group(1).startsWith("kpatch") ? Family.KPATCH : Family.KLP, "#include of " + include.group(1) + " in " + path);
			}
			Matcher word = WORD.matcher(line);
			while (word.find()) {
				family(word.group(1)).ifPresent(family -> add(found, family, word.group(1) + " in " + path));
			}
		}
	}

	private static Optional<Family> family(String word) {
		if (word.startsWith("KPATCH_")) {
			return Optional.of(Family.KPATCH);
		}
		if (word.startsWith("KLP_")) {
			// the states of a transition are the kernel's own
			return word.matches("KLP_(PRE|POST)_(UN)?PATCH_CALLBACK|KLP_STATIC_CALL|KLP_SYSCALL_DEFINE\\w*") ? Optional.of(Family.KLP) : Optional.empty();
		}
		if (word.startsWith("kpatch_shadow_")) {
			return Optional.of(Family.OLD_SHADOW);
		}
		return Optional.of(word.startsWith("klp_shadow_") ? Family.SHADOW : Family.MODULE);
	}

	private static void add(Map<Family, List<String>> found, Family family, String use) {
		List<String> uses = found.computeIfAbsent(family, f -> new ArrayList<>());
		if (!uses.contains(use)) {
			uses.add(use);
		}
	}
}

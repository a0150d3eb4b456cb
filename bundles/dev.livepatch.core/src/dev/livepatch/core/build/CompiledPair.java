package dev.livepatch.core.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Both versions of one object, compiled so that only the change can make them differ. Their line tables and {@code __FILE__} name the files as the
 * kernel build's own object does, never the overlay.
 *
 * @param original       same base name as the kernel's object
 * @param patched        likewise
 * @param originalClones what gcc told of inlining and cloning (its {@code -fdump-ipa-clones}), where it is a gcc that does
 * @param patchedClones  likewise
 * @param warnings       the compiler's (and objtool's) about the patched version only, with their notes
 * @param originalTime   spent compiling or, from the cache, finding it
 * @param originalCached whether the original came from the cache
 */
public record CompiledPair(AffectedObject object, Path original, Path patched, Optional<Path> originalClones, Optional<Path> patchedClones,
		List<CompilerDiagnostic> warnings, Duration originalTime, Duration patchedTime, boolean originalCached) {

	public CompiledPair {
		warnings = List.copyOf(warnings);
	}
}

package dev.livepatch.core.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.ParentObject;

/**
 * What the differ found in one object.
 *
 * @param path            relative to the kernel's build directory, for instance {@code fs/proc/meminfo.o}
 * @param parent          what the object is linked into
 * @param verdict         on this object alone
 * @param changed         functions to be redirected, as the differ prints them
 * @param added           functions new in the patch
 * @param causes          why each of these is part of the patch, sorted by function
 * @param places          where the changed and new functions begin in the patched sources, as far as the debug information knows
 * @param differOutput    the extracted object for the patch module, if the object is patchable
 */
public record ObjectReport(String path, ParentObject parent, Verdict verdict, List<String> changed, List<String> added,
		List<Cause> causes, Map<String, SourcePlace> places, Optional<Path> differOutput) {

	public ObjectReport {
		changed = List.copyOf(changed);
		added = List.copyOf(added);
		causes = List.copyOf(causes);
		places = Map.copyOf(places);
	}
}

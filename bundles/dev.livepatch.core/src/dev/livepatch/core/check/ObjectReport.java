package dev.livepatch.core.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.module.ExtractedObject;

/**
 * What the differ found in one object.
 *
 * @param path            relative to the kernel's build directory, for instance {@code fs/proc/meminfo.o}
 * @param source          what it is compiled from, relative to the kernel tree
 * @param parent          what the object is linked into
 * @param verdict         on this object alone
 * @param changed         functions to be redirected, as the differ prints them
 * @param added           functions new in the patch
 * @param causes          why each of these is part of the patch, sorted by function
 * @param places          where the changed and new functions begin in the patched sources, as far as the debug information knows
 * @param variables       that the patch brings along, sorted; of a patchable object only
 * @param extracted       callbacks and shadow variables; of a patchable object only
 * @param findings        those about this object, which are among the check's as well, there with the edits that the tools can make
 * @param differOutput    the extracted object for the patch module, if the object is patchable
 */
public record ObjectReport(String path, String source, ParentObject parent, Verdict verdict, List<String> changed, List<String> added,
		List<Cause> causes, Map<String, SourcePlace> places, List<NewVariable> variables, ExtractedObject extracted, List<Finding> findings, Optional<Path> differOutput) {

	public ObjectReport {
		changed = List.copyOf(changed);
		added = List.copyOf(added);
		causes = List.copyOf(causes);
		places = Map.copyOf(places);
		variables = List.copyOf(variables);
		findings = findings.stream().sorted().distinct().toList();
	}

	/** The same with one finding more. */
	ObjectReport with(Finding finding) {
		return new ObjectReport(path, source, parent, verdict, changed, added, causes, places, variables, extracted, Stream.concat(findings.stream(), Stream.of(finding)).toList(), differOutput);
	}

	/** Of an object that does not compile. */
	static ObjectReport broken(AffectedObject object, List<Finding> findings) {
		return new ObjectReport(object.path(), object.command().source(), object.parent(), Verdict.FAILED, List.of(), List.of(), List.of(), Map.of(), List.of(), ExtractedObject.NONE, findings, Optional.empty());
	}
}

package dev.livepatch.core.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.livepatch.core.build.PatchedObject;
import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.fix.Fixes;
import dev.livepatch.core.kernel.ParentObject;

/**
 * The outcome of a check.
 *
 * @param objects  sorted by path
 * @param findings sorted, see {@link Finding#compareTo}
 * @param timings  wall time by stage in the order of the stages; work done side by side adds up in all but {@link #TOTAL}
 */
public record CheckResult(Verdict verdict, List<ObjectReport> objects, List<Finding> findings, Map<String, Duration> timings) {
	/** The stage that is the whole check. */
	public static final String TOTAL = "total";
	/** Nothing was checked. */
	public static final CheckResult NONE = new CheckResult(Verdict.UNCHANGED, List.of(), List.of(), Map.of());

	public CheckResult {
		objects = List.copyOf(objects);
		findings = Finding.merged(findings);
	}

	/** The outcome for a change that cannot even be read. */
	public static CheckResult refused(ChangeException problem) {
		Finding finding = Finding.of(Rule.PATCH_REFUSED, new SourcePlace(problem.file(), problem.line()), problem.reason());
		return new CheckResult(Verdict.FAILED, List.of(), List.of(finding), Map.of());
	}

	/** The same with the edits that findings of a change can be met with. */
	CheckResult offering(Fixes fixes) {
		return new CheckResult(verdict, objects, findings.stream().map(fixes::offered).toList(), timings);
	}

	/** What goes into the patch module. Empty unless the verdict is {@link Verdict#PATCHABLE}. */
	public List<PatchedObject> patchedObjects() {
		return verdict != Verdict.PATCHABLE ? List.of()
				: objects.stream().filter(o -> o.differOutput().isPresent()).map(o -> new PatchedObject(o.differOutput().get(), o.parent())).toList();
	}

	/** The modules (not vmlinux) that the patch reaches into, sorted. */
	public List<String> patchedModules() {
		return objects.stream().filter(o -> o.differOutput().isPresent()).map(ObjectReport::parent).filter(p -> !p.isVmlinux()).map(ParentObject::name)
				.distinct().sorted().toList();
	}

	/** Where a patched function begins in the author's sources. */
	public Optional<SourcePlace> placeOf(String function) {
		return objects.stream().map(o -> o.places().get(function)).filter(Objects::nonNull).findFirst();
	}
}

package dev.livepatch.core.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.SourcePlace;

/**
 * What a patch consists of, as a check found it.
 *
 * @param verdict on the whole
 * @param parents vmlinux first, then the modules by name
 * @param remarks findings about no object: a file that cannot be patched, a hunk that applied elsewhere, the kernel
 * @param counts  of all findings
 */
public record PatchContent(Verdict verdict, List<Parent> parents, List<Item.Remark> remarks, Counts counts) {

	/**
	 * @param name   {@code vmlinux} or a module's
	 * @param counts of its objects' findings
	 */
	public record Parent(String name, List<PatchObject> objects, Counts counts) {
	}

	/**
	 * @param path    in the kernel's build directory
	 * @param verdict on it alone; empty if the change does not reach it any more
	 * @param items   functions first, then data, callbacks, shadow variables, and what else is to be said
	 */
	public record PatchObject(String path, String source, Optional<Verdict> verdict, List<Item> items, Counts counts) {
	}

	public static PatchContent of(CheckRecord check) {
		CheckResult result = check.result();
		Map<String, Map<String, PatchObject>> parents = new TreeMap<>(PatchContent::vmlinuxFirst);
		Map<String, List<Finding>> findings = new TreeMap<>();
		Set<Finding> free = new LinkedHashSet<>(result.findings().stream().map(f -> f.offering(List.of())).toList());
		result.objects().forEach(o -> free.removeAll(o.findings()));
		for (ObjectReport object : result.objects()) {
			List<Finding> own = new ArrayList<>(object.findings());
			own.addAll(free.stream().filter(f -> concerns(f, object)).toList());
			free.removeAll(own);
			ObjectItems items = new ObjectItems(object, own, check.dropped().stream().filter(d -> d.object().equals(object.path())).flatMap(d -> d.functions().stream()).toList());
			findings.computeIfAbsent(object.parent().name(), n -> new ArrayList<>()).addAll(own);
			parents.computeIfAbsent(object.parent().name(), n -> new TreeMap<>()).put(object.path(),
					new PatchObject(object.path(), object.source(), Optional.of(object.verdict()), items.all(), Counts.of(own)));
		}
		for (CheckRecord.Dropped gone : check.dropped()) {
			parents.computeIfAbsent(gone.parent(), n -> new TreeMap<>()).computeIfAbsent(gone.object(),
					path -> new PatchObject(path, gone.source(), Optional.empty(), ObjectItems.dropped(gone.functions(), gone.source()), Counts.of(List.of())));
		}
		List<Item.Remark> remarks = free.stream().map(Item.Remark::new).toList();
		return new PatchContent(result.verdict(), parents.entrySet().stream()
				.map(p -> new Parent(p.getKey(), List.copyOf(p.getValue().values()), Counts.of(findings.getOrDefault(p.getKey(), List.of())))).toList(), remarks, Counts.of(result.findings()));
	}

	/** Whether what was found in all objects together is about a function of one. */
	private static boolean concerns(Finding finding, ObjectReport object) {
		SourcePlace place = object.places().get(finding.function());
		return place != null && place.file().equals(finding.file());
	}

	/** Functions that the kernel will be redirected from, in all objects. */
	public long redirected() {
		return parents.stream().flatMap(p -> p.objects().stream()).flatMap(o -> o.items().stream())
				.filter(i -> i instanceof Item.Function f && (f.status() == FunctionStatus.EDITED || f.status() == FunctionStatus.AFFECTED)).count();
	}

	/** Objects with something in the patch. */
	public long patchedObjects() {
		return parents.stream().flatMap(p -> p.objects().stream()).filter(o -> o.verdict().filter(v -> v == Verdict.PATCHABLE).isPresent()).count();
	}

	private static int vmlinuxFirst(String one, String other) {
		return one.equals(other) ? 0 : one.equals("vmlinux") ? -1 : other.equals("vmlinux") ? 1 : one.compareTo(other);
	}
}

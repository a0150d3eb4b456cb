package dev.livepatch.core.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.ParentObject;

/**
 * A changed file that several objects are made from: a header, as a rule. Each of them has to be compiled twice.
 *
 * @param place   the first edit of the file
 * @param objects paths in the build directory with what they are linked into, sorted
 */
public record FanOut(SourcePlace place, Map<String, ParentObject> objects) {
	/** Parents named, those with most objects first. */
	private static final int TOLD = 4;

	public FanOut {
		objects = new TreeMap<>(objects);
	}

	/** For instance {@code fs/fuse/fuse_i.h is part of 9 objects, all of module fuse}. */
	public String text() {
		Map<String, Long> parents = objects.values().stream().map(p -> p.isVmlinux() ? p.name() : "module " + p.name())
				.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
		String of = parents.size() == 1 ? "all of " + parents.keySet().iterator().next() : listed(parents);
		return place.file() + " is part of " + objects.size() + " objects, " + of;
	}

	private static String listed(Map<String, Long> parents) {
		List<String> told = new ArrayList<>();
		parents.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())).limit(TOLD).forEach(p -> told.add(p.getValue() + " of " + p.getKey()));
		return String.join(", ", told) + (parents.size() > TOLD ? " and " + (parents.size() - TOLD) + " more modules" : "");
	}

	/** What came of it. @param reports of all objects of the change */
	public Finding told(List<ObjectReport> reports) {
		List<ObjectReport> own = reports.stream().filter(r -> objects.containsKey(r.path())).toList();
		List<ObjectReport> changed = own.stream().filter(r -> !r.changed().isEmpty()).toList();
		int functions = changed.stream().mapToInt(r -> r.changed().size()).sum();
		long refused = own.stream().filter(r -> r.verdict() == Verdict.UNSUPPORTED || r.verdict() == Verdict.FAILED).count();
		return Finding.of(Rule.HEADER_FAN_OUT, place, text() + "; " + switch (functions) {
			case 0 -> refused == 0 ? "they come out as without the edit" : refused + " of them cannot be patched";
			case 1 -> "1 function in " + changed.getFirst().path() + " changes";
			default -> functions + " functions in " + changed.size() + " of them change";
		} + (functions > 0 && refused > 0 ? ", and " + refused + " cannot be patched" : ""));
	}

	/** @param most objects that were to be compiled */
	Finding refused(int most) {
		return Finding.of(Rule.HEADER_FAN_OUT, place, text() + ": more than the " + most + " that are to be compiled for a check; nothing was compiled")
				.as(Severity.ERROR, Rule.HEADER_FAN_OUT.remedy() + " To check it all the same, set objects under [check] in livepatch.toml, or use the command line with --max-objects.");
	}
}

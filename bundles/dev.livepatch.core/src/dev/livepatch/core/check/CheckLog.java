package dev.livepatch.core.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;

/** Gathers what the stages of one check find, from any thread. */
final class CheckLog {

	/** The stages whose time is told, in their order. */
	enum Stage {
		AFFECTED, ORIGINAL, PATCHED, DIFFER, EXPLAIN
	}

	private final long start = System.nanoTime();
	private final List<Finding> findings = new ArrayList<>();
	private final Map<String, ObjectReport> objects = new TreeMap<>();
	private final Map<Stage, Duration> timings = new EnumMap<>(Stage.class);

	synchronized void add(Finding finding) {
		findings.add(finding);
	}

	synchronized void add(Rule rule, SourcePlace place, String message) {
		add(Finding.of(rule, place, message));
	}

	/** Of an object that was reported before. */
	synchronized void add(String object, Finding finding) {
		add(finding);
		objects.computeIfPresent(object, (path, report) -> report.with(finding));
	}

	synchronized void add(ObjectReport object) {
		objects.put(object.path(), object);
	}

	synchronized List<ObjectReport> objects() {
		return List.copyOf(objects.values());
	}

	synchronized void took(Stage stage, Duration time) {
		timings.merge(stage, time, Duration::plus);
	}

	synchronized boolean hasErrors() {
		return findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
	}

	synchronized boolean hasFindings() {
		return !findings.isEmpty();
	}

	/** No verdict beats a refusal, a refusal beats a patch, and a patch beats nothing. */
	synchronized Verdict verdict() {
		if (objects.values().stream().anyMatch(o -> o.verdict() == Verdict.FAILED)) {
			return Verdict.FAILED;
		}
		if (hasErrors()) {
			return Verdict.UNSUPPORTED;
		}
		return objects.values().stream().anyMatch(o -> o.verdict() == Verdict.PATCHABLE) ? Verdict.PATCHABLE : Verdict.UNCHANGED;
	}

	synchronized CheckResult result(Verdict verdict) {
		Map<String, Duration> times = new LinkedHashMap<>();
		timings.forEach((stage, time) -> times.put(stage.name().toLowerCase(java.util.Locale.ROOT), time));
		times.put(CheckResult.TOTAL, Duration.ofNanos(System.nanoTime() - start));
		return new CheckResult(verdict, List.copyOf(objects.values()), findings, times);
	}
}

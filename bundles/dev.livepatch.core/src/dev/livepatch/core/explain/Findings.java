package dev.livepatch.core.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Severity;

/** What is to be said of one object, each thing once: the differ often reports one cause for a section and for its relocations. */
final class Findings {
	private final Map<String, Finding> findings = new LinkedHashMap<>();

	void add(Finding finding) {
		findings.putIfAbsent(finding.rule() + "|" + finding.file() + ":" + finding.line() + "|" + finding.function() + "|" + finding.subject(), finding);
	}

	boolean hasErrors() {
		return findings.values().stream().anyMatch(f -> f.severity() == Severity.ERROR);
	}

	List<Finding> all() {
		return new ArrayList<>(findings.values());
	}
}

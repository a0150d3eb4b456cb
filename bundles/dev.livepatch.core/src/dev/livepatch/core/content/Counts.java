package dev.livepatch.core.content;

import java.util.Collection;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Severity;

/** How many findings there are of each severity. */
public record Counts(int errors, int warnings, int infos) {

	public static Counts of(Collection<Finding> findings) {
		int[] counts = new int[Severity.values().length];
		findings.forEach(f -> counts[f.severity().ordinal()]++);
		return new Counts(counts[Severity.ERROR.ordinal()], counts[Severity.WARNING.ordinal()], counts[Severity.INFO.ordinal()]);
	}

	public static Counts sum(Collection<Counts> parts) {
		return new Counts(parts.stream().mapToInt(Counts::errors).sum(), parts.stream().mapToInt(Counts::warnings).sum(), parts.stream().mapToInt(Counts::infos).sum());
	}
}

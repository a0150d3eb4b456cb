package dev.livepatch.core.check;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.livepatch.core.kernel.KernelBuild;

/**
 * A finished check, with what has to be known of it later.
 *
 * @param result  as the check gave it; one that was read back from a file has no {@link ObjectReport#differOutput}
 * @param when    the check ended
 * @param kernel  that the change was checked against
 * @param dropped functions that the check before had in the patch and this one has not, sorted, by the object they were in; empty where this check gave no verdict
 */
public record CheckRecord(CheckResult result, Instant when, Kernel kernel, Map<String, List<String>> dropped) {

	/**
	 * One build of one kernel.
	 *
	 * @param build       its directory
	 * @param release     as {@code uname -r} would print it
	 * @param fingerprint see {@link KernelBuild#fingerprint()}
	 */
	public record Kernel(Path build, String release, String fingerprint) {
		public static Kernel of(KernelBuild kernel) {
			return new Kernel(kernel.build(), kernel.release(), kernel.fingerprint());
		}
	}

	public CheckRecord {
		dropped = Map.copyOf(dropped);
	}

	/** @param before the check before, if there was one */
	public static CheckRecord of(CheckResult result, Instant when, Kernel kernel, Optional<CheckRecord> before) {
		return new CheckRecord(result, when, kernel, result.verdict() == Verdict.FAILED ? Map.of() : before.map(b -> dropped(b.result(), result)).orElse(Map.of()));
	}

	private static Map<String, List<String>> dropped(CheckResult before, CheckResult now) {
		Map<String, List<String>> dropped = new TreeMap<>();
		for (ObjectReport object : before.objects()) {
			TreeSet<String> functions = new TreeSet<>(object.changed());
			functions.addAll(object.added());
			now.objects().stream().filter(o -> o.path().equals(object.path())).forEach(o -> {
				functions.removeAll(o.changed());
				functions.removeAll(o.added());
			});
			if (!functions.isEmpty()) {
				dropped.put(object.path(), List.copyOf(functions));
			}
		}
		return dropped;
	}
}

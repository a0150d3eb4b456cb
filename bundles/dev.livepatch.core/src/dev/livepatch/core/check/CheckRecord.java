package dev.livepatch.core.check;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import dev.livepatch.core.kernel.KernelBuild;

/**
 * A finished check, with what has to be known of it later.
 *
 * @param result  as the check gave it; one that was read back from a file has no {@link ObjectReport#differOutput}
 * @param when    the check ended
 * @param kernel  that the change was checked against
 * @param dropped what the check before had in the patch and this one has not, sorted by object; empty where this check gave no verdict
 */
public record CheckRecord(CheckResult result, Instant when, Kernel kernel, List<Dropped> dropped) {

	/**
	 * Functions of one object.
	 *
	 * @param parent    its name
	 * @param object    as {@link ObjectReport#path}
	 * @param source    as {@link ObjectReport#source}
	 * @param functions sorted; at least one
	 */
	public record Dropped(String parent, String object, String source, List<String> functions) {
		public Dropped {
			functions = List.copyOf(functions);
		}
	}

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
		dropped = List.copyOf(dropped);
	}

	/** @param before the check before, if there was one */
	public static CheckRecord of(CheckResult result, Instant when, Kernel kernel, Optional<CheckRecord> before) {
		return new CheckRecord(result, when, kernel, result.verdict() == Verdict.FAILED ? List.of() : before.map(b -> dropped(b.result(), result)).orElse(List.of()));
	}

	private static List<Dropped> dropped(CheckResult before, CheckResult now) {
		List<Dropped> dropped = new ArrayList<>();
		for (ObjectReport object : before.objects()) {
			TreeSet<String> functions = new TreeSet<>(object.changed());
			functions.addAll(object.added());
			now.objects().stream().filter(o -> o.path().equals(object.path())).forEach(o -> {
				o.changed().forEach(functions::remove);
				o.added().forEach(functions::remove);
			});
			if (!functions.isEmpty()) {
				dropped.add(new Dropped(object.parent().name(), object.path(), object.source(), List.copyOf(functions)));
			}
		}
		return dropped;
	}
}

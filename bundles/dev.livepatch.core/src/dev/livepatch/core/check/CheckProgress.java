package dev.livepatch.core.check;

/** Hears what a check is doing, for progress displays. Called from any thread, one call at a time. */
@FunctionalInterface
public interface CheckProgress {

	CheckProgress SILENT = (done, total, what) -> {
	};

	/**
	 * @param done  objects finished, 0 to {@code total}
	 * @param total objects to be checked
	 * @param what  the work that begins, for instance {@code fs/proc/meminfo.o: compiling}
	 */
	void working(int done, int total, String what);

	/** Tells another as well. */
	default CheckProgress and(CheckProgress other) {
		return (done, total, what) -> {
			working(done, total, what);
			other.working(done, total, what);
		};
	}
}

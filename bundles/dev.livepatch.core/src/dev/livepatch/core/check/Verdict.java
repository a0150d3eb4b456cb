package dev.livepatch.core.check;

/** The verdict on a whole change; {@code toString} is its name in reports. */
public enum Verdict {
	/** Every changed object can be patched. */
	PATCHABLE("patchable", 0),
	/** At least one change cannot be a live patch. */
	UNSUPPORTED("unsupported", 1),
	/** Nothing that runs is changed. */
	UNCHANGED("unchanged", 3),
	/** No verdict: the change does not compile or apply, or a tool failed. */
	FAILED("failed", 2);

	private final String label;
	private final int exitCode;

	Verdict(String label, int exitCode) {
		this.label = label;
		this.exitCode = exitCode;
	}

	/** The command line's exit code for this verdict. */
	public int exitCode() {
		return exitCode;
	}

	@Override
	public String toString() {
		return label;
	}
}

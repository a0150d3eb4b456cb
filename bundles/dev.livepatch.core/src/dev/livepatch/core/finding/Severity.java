package dev.livepatch.core.finding;

/** What a finding does to the patch. */
public enum Severity {
	/** The patch cannot be built, or would harm the running system. */
	ERROR,
	/** The patch can be built, but something about it needs the author's eye. */
	WARNING,
	/** Good to know. */
	INFO;

	/** Its name in reports. */
	@Override
	public String toString() {
		return name().toLowerCase(java.util.Locale.ROOT);
	}
}

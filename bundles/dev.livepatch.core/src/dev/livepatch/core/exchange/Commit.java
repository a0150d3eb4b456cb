package dev.livepatch.core.exchange;

/**
 * A commit in a list.
 *
 * @param id     git's full name for it
 * @param author {@code Name <address>}
 * @param date   ISO 8601, with the author's zone
 * @param merge  whether it has several parents, and so no patch of its own
 */
public record Commit(String id, String author, String date, boolean merge, String subject) {

	/** As the kernel's developers abbreviate it. */
	public String abbreviated() {
		return id.substring(0, Math.min(12, id.length()));
	}
}

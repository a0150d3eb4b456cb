package dev.livepatch.ide.check;

import dev.livepatch.ide.LivepatchIde;

/** Marker types and their attributes. */
public final class Markers {
	/** Ancestor of the others. */
	public static final String PROBLEM = LivepatchIde.ID + ".problem";
	/** One finding of the last check. */
	public static final String FINDING = LivepatchIde.ID + ".finding";
	/** The last check came to no verdict; the findings are those of the one before. */
	public static final String FAILURE = LivepatchIde.ID + ".failure";
	/** What went wrong in the emulated kernel. */
	public static final String RUNTIME = LivepatchIde.ID + ".runtime";

	/** Id of the rule, see {@code Rule.byId}; of a runtime problem, its kind. */
	public static final String RULE = "rule";
	/** The function concerned, or empty. */
	public static final String FUNCTION = "function";
	/** What the finding is about besides the function, see {@code Finding.subject}; absent if nothing in particular. */
	public static final String SUBJECT = "subject";
	/** Other places to look at, a line for each: name, kernel path and line, with tabs between; absent if there are none. */
	public static final String RELATED = "related";
	/** What can be done about it, or empty. */
	public static final String FIX = "fix";
	/** The finding's message without its fix. */
	public static final String MESSAGE = "finding";

	/** {@link #RULE} of a failure that ends when the kernel is there again, or another is chosen. */
	public static final String KERNEL = "kernel";

	private Markers() {
	}
}

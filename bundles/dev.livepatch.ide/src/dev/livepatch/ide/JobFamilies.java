package dev.livepatch.ide;

/** Families of the background jobs, for {@code IJobManager.join} and progress displays. */
public enum JobFamilies {
	/** Checks of projects, from the request to the markers. */
	CHECK,
	/** Compiles originals ahead of the first check. */
	WARM,
	/** Runs of the emulated kernel, the building of the patch module included. */
	VERIFY,
	/** Looks at kernel builds and tools for pages and dialogs. */
	PROBE,
	/** Finds out what the kernel says of the functions that are being edited. */
	STATUS,
	/** Reads the C text of an editor, for its outline and folds. */
	SOURCE,
	/** Finds declarations in the kernel's sources, and makes their index. */
	DECLARATION
}

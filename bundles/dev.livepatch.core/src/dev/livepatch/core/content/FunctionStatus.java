package dev.livepatch.core.content;

/** What a patch does to a function. */
public enum FunctionStatus {
	/** The author edited it, and it is redirected. */
	EDITED,
	/** It is redirected, although the author did not edit it: its cause says why. */
	AFFECTED,
	/** The patch brings it along. */
	NEW,
	/** Something about it cannot be a live patch. */
	REFUSED,
	/** It would be changed or new, but nothing of its object goes into the patch, because of something else in it. */
	WITHHELD,
	/** It was in the patch at the check before, and is not any more. */
	DROPPED
}

package dev.livepatch.core.differ;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/** Compares the two objects of one source file and extracts what a live patch needs. The authority on what can be patched. */
public interface ObjectDiffer {

	/** For reports: the tool and its version, for instance {@code create-diff-object 0.9.10}. */
	String description();

	/**
	 * @throws ToolException if the tool cannot be run at all; its own failures are {@link DiffOutcome.Failed}
	 */
	DiffOutcome diff(DiffRequest request, Cancellation cancellation) throws ToolException;
}

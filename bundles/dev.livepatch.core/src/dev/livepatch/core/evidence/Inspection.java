package dev.livepatch.core.evidence;

import java.io.IOException;
import java.util.List;

import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.finding.Finding;

/** One thing to look at in every pair of objects. Called by several threads at once, for different pairs. */
@FunctionalInterface
public interface Inspection {

	/**
	 * @param messages what the differ said of the pair, in its order
	 * @return what the author is to know; empty if there is nothing to say. A message that does not name the object is told once where several objects bring it
	 */
	List<Finding> inspect(ObjectEvidence evidence, List<DifferMessage> messages) throws IOException;
}

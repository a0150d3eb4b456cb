package dev.livepatch.core.differ;

import java.nio.file.Path;
import java.util.List;

/** A differ's verdict on one object pair. */
public sealed interface DiffOutcome {

	/** Everything the differ said, in its order. */
	List<DifferMessage> messages();

	/** The change can be a live patch; {@code output} holds what goes into the module. */
	record Patchable(Path output, List<DifferMessage> messages) implements DiffOutcome {
	}

	/** The two objects do the same. */
	record Unchanged(List<DifferMessage> messages) implements DiffOutcome {
	}

	/** The change cannot be a live patch; the messages say why. */
	record Unsupported(List<DifferMessage> messages) implements DiffOutcome {
	}

	/** No verdict: the tool crashed, or its inputs do not belong together. */
	record Failed(String reason, boolean crashed, List<DifferMessage> messages) implements DiffOutcome {
		Failed(String reason, List<DifferMessage> messages) {
			this(reason, false, messages);
		}
	}
}

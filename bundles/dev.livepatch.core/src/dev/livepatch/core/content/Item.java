package dev.livepatch.core.content;

import java.util.List;
import java.util.Optional;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.check.NewVariable;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.module.Callback;
import dev.livepatch.core.module.ShadowUse;

/** Something in an object that belongs to the patch, or keeps it from being one. */
public sealed interface Item {

	/** Where the author looks for it; without a file if it is nowhere in particular. */
	SourcePlace place();

	/** What is to be said of it, the worst first. */
	List<Finding> findings();

	/**
	 * @param name  its symbol, or what the source calls it where the differ does not name it
	 * @param cause why it is in the patch; empty if it is not
	 */
	record Function(String name, FunctionStatus status, Optional<Cause> cause, SourcePlace place, List<Finding> findings) implements Item {
	}

	record Variable(NewVariable variable, List<Finding> findings) implements Item {
		@Override
		public SourcePlace place() {
			return variable.place();
		}
	}

	/** A function that livepatch calls as the patch comes and goes. */
	record Hook(Callback callback, SourcePlace place) implements Item {
		@Override
		public List<Finding> findings() {
			return List.of();
		}
	}

	/** A use of a shadow variable. */
	record Shadow(ShadowUse use, SourcePlace place) implements Item {
		@Override
		public List<Finding> findings() {
			return List.of();
		}
	}

	/** A finding about neither a function nor a variable of the patch. */
	record Remark(Finding finding) implements Item {
		@Override
		public SourcePlace place() {
			return new SourcePlace(finding.file(), finding.line());
		}

		@Override
		public List<Finding> findings() {
			return List.of(finding);
		}
	}
}

package dev.livepatch.ide.ui.source;

import java.util.function.Consumer;

import org.eclipse.core.runtime.IProgressMonitor;

import dev.livepatch.core.source.Fold;
import dev.livepatch.core.source.ParserUnavailable;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.source.TextJob;

/** Finds the outline and the folds of one text. */
final class ReadJob extends TextJob {
	/** Names change with every key while one is typed: outline and folds need not follow each. */
	private static final long PAUSE_MILLIS = 150;
	private final Consumer<Source> found;

	/** @param found told of each result, in the background */
	ReadJob(Consumer<Source> found) {
		super(Messages.reading, JobFamilies.SOURCE, PAUSE_MILLIS);
		this.found = found;
	}

	@Override
	protected void read(Text now, IProgressMonitor monitor) throws ParserUnavailable {
		outline(now).map(outline -> new Source(now.stamp(), outline, Fold.of(now.text(), outline))).ifPresent(found);
	}
}

package dev.livepatch.ide.ui.source;

import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;

import dev.livepatch.core.source.CParser;
import dev.livepatch.core.source.Fold;
import dev.livepatch.core.source.Outline;
import dev.livepatch.core.source.ParserUnavailable;
import dev.livepatch.ide.JobFamilies;

/** Reads one text, again whenever it has changed; the newest text wins. To be {@link #dispose disposed} of by whoever made it. */
final class ReadJob extends Job {
	/** Names change with every key while one is typed: outline and folds need not follow each. */
	private static final long PAUSE_MILLIS = 150;
	private final Consumer<Source> found;
	private volatile Text text;
	private CParser parser;
	private volatile boolean disposed;

	private record Text(String text, long stamp) {
	}

	/** @param found told of each result, in the background */
	ReadJob(Consumer<Source> found) {
		super(Messages.reading);
		this.found = found;
		setSystem(true);
		setPriority(Job.SHORT);
	}

	void changed(String now, long stamp) {
		text = new Text(now, stamp);
		schedule(PAUSE_MILLIS);
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		try {
			read().ifPresent(found);
		} catch (ParserUnavailable e) {
			// said once for each text, which has no outline and no folds then
			ILog.of(ReadJob.class).warn(e.getMessage(), e);
			dispose();
		}
		return Status.OK_STATUS;
	}

	private synchronized Optional<Source> read() throws ParserUnavailable {
		Text now = text;
		if (disposed) {
			return Optional.empty();
		}
		if (parser == null) {
			parser = CParser.open();
		}
		Outline outline = parser.parse(now.text());
		return Optional.of(new Source(now.stamp(), outline, Fold.of(now.text(), outline)));
	}

	/** Nothing is told any more; the parser's memory is freed as soon as it is not at work. */
	void dispose() {
		disposed = true;
		cancel();
		ICoreRunnable free = monitor -> free();
		Job.createSystem(getName(), free).schedule();
	}

	private synchronized void free() {
		if (parser != null) {
			parser.close();
			parser = null;
		}
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.SOURCE;
	}
}

package dev.livepatch.ide.source;

import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;

import dev.livepatch.core.source.CParser;
import dev.livepatch.core.source.Outline;
import dev.livepatch.core.source.ParserUnavailable;

/**
 * Reads one C text, again whenever it has changed. The newest text wins; the parser is kept, so that a key costs the parse of one function.
 * To be {@link #dispose disposed} of by whoever made it.
 */
public abstract class TextJob extends Job {
	private final Object family;
	private final long pauseMillis;
	private volatile Text text;
	private CParser parser;
	private volatile boolean disposed;

	/** A state of the text. @param stamp goes with what is found in it */
	public record Text(String text, long stamp) {
	}

	/** @param pauseMillis keys that come closer than this are looked at together */
	protected TextJob(String name, Object family, long pauseMillis) {
		super(name);
		this.family = family;
		this.pauseMillis = pauseMillis;
		setSystem(true);
		setPriority(Job.SHORT);
	}

	/** The text is now this one. */
	public final void changed(String now, long stamp) {
		text = new Text(now, stamp);
		schedule(pauseMillis);
	}

	/** Looks at the newest text, in the background. */
	protected abstract void read(Text now, IProgressMonitor monitor) throws ParserUnavailable;

	/** Empty once this is disposed of. */
	protected final synchronized Optional<Outline> outline(Text of) throws ParserUnavailable {
		if (disposed) {
			return Optional.empty();
		}
		if (parser == null) {
			parser = CParser.open();
		}
		return Optional.of(parser.parse(of.text()));
	}

	protected final boolean isDisposed() {
		return disposed;
	}

	@Override
	protected final IStatus run(IProgressMonitor monitor) {
		Text now = text;
		if (now == null || disposed) {
			return Status.CANCEL_STATUS;
		}
		try {
			read(now, monitor);
			return Status.OK_STATUS;
		} catch (CancellationException e) {
			return Status.CANCEL_STATUS;
		} catch (ParserUnavailable e) {
			// said once for each text; everything else goes on without
			ILog.of(getClass()).warn(e.getMessage(), e);
			dispose();
			return Status.OK_STATUS;
		}
	}

	/** Nothing is told any more; the parser's memory is freed as soon as it is not at work. */
	public final void dispose() {
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
	public final boolean belongsTo(Object asked) {
		return asked == family;
	}
}

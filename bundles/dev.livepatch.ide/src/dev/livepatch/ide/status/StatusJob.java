package dev.livepatch.ide.status;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.source.CParser;
import dev.livepatch.core.source.ParserUnavailable;
import dev.livepatch.core.status.EditedFunctions;
import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.core.status.FileFacts;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.kernel.KernelFileCopy;

/**
 * Finds out the status of one text's functions, again whenever the text has changed. The newest text wins; the parser is kept, so that a key costs the parse of one function.
 * To be {@link #dispose disposed} of by whoever made it.
 */
public final class StatusJob extends Job {
	/** A fast typist's keys come closer than this; what they make together is looked at once. */
	private static final long PAUSE_MILLIS = 20;
	/** Whether the kernel was built anew is looked at no more often than this while the author types. */
	private static final long KERNEL_NANOS = 2_000_000_000L;
	private static final FactsCache FACTS = new FactsCache();
	private final IProject project;
	private final String path;
	private final Optional<Charset> charset;
	private final Consumer<FileStatus> found;
	private volatile Text text;
	private CParser parser;
	private KernelBuild kernel;
	private volatile long kernelAt;
	private volatile boolean disposed;

	private record Text(String text, long stamp) {
	}

	/**
	 * @param path    of the file, relative to the kernel's source tree
	 * @param charset of the file, in which the kernel's version is read too; empty for the kernel's own
	 * @param found   told of each result, in the background
	 */
	public StatusJob(IProject project, String path, Optional<Charset> charset, Consumer<FileStatus> found) {
		super(NLS.bind(Messages.StatusJob_name, path));
		this.project = project;
		this.path = path;
		this.charset = charset;
		this.found = found;
		setSystem(true);
		setPriority(Job.SHORT);
	}

	/** The text is now this one. @param stamp given back with the result */
	public void changed(String now, long stamp) {
		text = new Text(now, stamp);
		schedule(PAUSE_MILLIS);
	}

	/** The kernel may be another: everything is asked anew. */
	public void again() {
		kernelAt = System.nanoTime() - KERNEL_NANOS;
		schedule();
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		Text now = text;
		if (now == null || disposed) {
			return Status.CANCEL_STATUS;
		}
		try {
			FileFacts facts = facts(monitor);
			List<Stated> functions = facts instanceof FileFacts.Known known ? functions(known, now.text()) : List.of();
			if (!disposed && !monitor.isCanceled()) {
				found.accept(new FileStatus(now.stamp(), facts, functions));
			}
			return Status.OK_STATUS;
		} catch (CancellationException e) {
			return Status.CANCEL_STATUS;
		} catch (ParserUnavailable e) {
			// said once for each editor; everything else goes on without
			ILog.of(StatusJob.class).warn(e.getMessage(), e);
			dispose();
			return Status.OK_STATUS;
		}
	}

	private FileFacts facts(IProgressMonitor monitor) {
		try {
			KernelBuild now = kernel();
			Charset of = charset.isPresent() ? charset.get() : KernelFileCopy.charset(Files.readAllBytes(now.sourceFile(path)));
			return FACTS.of(now, path, of, () -> monitor.isCanceled() || disposed);
		} catch (IOException e) {
			return new FileFacts.Unknown(path, e.getMessage());
		}
	}

	/** Called by the job alone. */
	private KernelBuild kernel() throws KernelException {
		if (kernel == null || System.nanoTime() - kernelAt >= KERNEL_NANOS) {
			kernel = KernelBuilds.of(project);
			kernelAt = System.nanoTime();
		}
		return kernel;
	}

	private synchronized List<Stated> functions(FileFacts.Known facts, String now) throws ParserUnavailable {
		if (disposed) {
			return List.of();
		}
		if (parser == null) {
			parser = CParser.open();
		}
		return EditedFunctions.of(facts, parser.parse(now), now);
	}

	/** Nothing is told any more; the parser's memory is freed as soon as it is not at work. */
	public void dispose() {
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
		return family == JobFamilies.STATUS;
	}
}

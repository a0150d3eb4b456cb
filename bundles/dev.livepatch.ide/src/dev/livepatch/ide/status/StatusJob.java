package dev.livepatch.ide.status;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.source.ParserUnavailable;
import dev.livepatch.core.status.EditedFunctions;
import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.core.status.FileFacts;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectFiles;
import dev.livepatch.ide.source.TextJob;

/** Finds out the status of one text's functions. */
public final class StatusJob extends TextJob {
	/** A fast typist's keys come closer than this; what they make together is looked at once. */
	private static final long PAUSE_MILLIS = 20;
	/** Whether the kernel was built anew is looked at no more often than this while the author types. */
	private static final long KERNEL_NANOS = 2_000_000_000L;
	private static final FactsCache FACTS = new FactsCache();
	private final IProject project;
	private final String path;
	private final Optional<Charset> charset;
	private final Consumer<FileStatus> found;
	private KernelBuild kernel;
	private volatile long kernelAt;

	/**
	 * @param path    of the file, relative to the kernel's source tree
	 * @param charset of the file, in which the kernel's version is read too; empty for the kernel's own
	 * @param found   told of each result, in the background
	 */
	public StatusJob(IProject project, String path, Optional<Charset> charset, Consumer<FileStatus> found) {
		super(NLS.bind(Messages.StatusJob_name, path), JobFamilies.STATUS, PAUSE_MILLIS);
		this.project = project;
		this.path = path;
		this.charset = charset;
		this.found = found;
	}

	/** The kernel may be another: everything is asked anew. */
	public void again() {
		kernelAt = System.nanoTime() - KERNEL_NANOS;
		schedule();
	}

	@Override
	protected void read(Text now, IProgressMonitor monitor) throws ParserUnavailable {
		FileFacts facts = facts(monitor);
		List<Stated> functions = facts instanceof FileFacts.Known known ? outline(now).map(outline -> EditedFunctions.of(known, outline, now.text())).orElse(List.of()) : List.of();
		if (!isDisposed() && !monitor.isCanceled()) {
			found.accept(new FileStatus(now.stamp(), facts, functions));
		}
	}

	private FileFacts facts(IProgressMonitor monitor) {
		try {
			KernelBuild now = kernel();
			Charset of = charset.isPresent() ? charset.get() : ProjectFiles.charset(Files.readAllBytes(now.sourceFile(path)));
			return FACTS.of(now, path, of, () -> monitor.isCanceled() || isDisposed());
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
}

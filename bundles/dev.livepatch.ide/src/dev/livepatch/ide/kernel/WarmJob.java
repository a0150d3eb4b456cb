package dev.livepatch.ide.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.preferences.Tools;

/** Compiles the original of a file that was opened, so that the first save needs only the patched one. */
public final class WarmJob extends Job {
	/** More objects than this, and the file is not worth the time: most will not be touched. */
	private static final int MOST_OBJECTS = 4;
	private final Path kernelBuild;
	private final String kernelPath;

	/** @param kernelPath of the file, relative to the kernel's source tree */
	public WarmJob(Path kernelBuild, String kernelPath) {
		super(NLS.bind(Messages.compiling, kernelPath));
		this.kernelBuild = kernelBuild;
		this.kernelPath = kernelPath;
		setPriority(Job.DECORATE);
		setSystem(true);
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		Cancellation cancellation = monitor::isCanceled;
		try {
			KernelBuild kernel = KernelBuilds.open(kernelBuild);
			var objects = kernel.objectsOf(kernelPath, cancellation);
			if (objects.size() <= MOST_OBJECTS) {
				ObjectCompiler compiler = new ObjectCompiler(kernel, Tools.toolchain());
				for (RecordedCommand command : objects) {
					Optional<ParentObject> parent = kernel.parent(command.object());
					if (parent.isPresent()) {
						compiler.warm(new AffectedObject(command, parent.get()), cancellation);
					}
				}
			}
			return Status.OK_STATUS;
		} catch (CancellationException e) {
			return Status.CANCEL_STATUS;
		} catch (IOException e) {
			// whatever is wrong will be said by the check, where the author can see it
			ILog.of(WarmJob.class).info(getName() + ": " + e.getMessage());
			return Status.OK_STATUS;
		}
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.WARM;
	}
}

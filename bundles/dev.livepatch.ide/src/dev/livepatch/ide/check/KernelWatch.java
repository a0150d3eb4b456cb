package dev.livepatch.ide.check;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.osgi.framework.FrameworkUtil;

import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckedKernel;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.project.ProjectLayout;

/**
 * Notices what makes a check out of date from outside of its project: the kernel was built anew, has gone, or is back; or the last session ended before the check did.
 * Such a result is marked as stale, and where projects are built automatically, the project is checked again. Looks when it is told to.
 * Becomes a service with the first live patch project: who can tell when it should look is wanted from then on.
 */
public final class KernelWatch extends Job {
	private static final KernelWatch WATCH = new KernelWatch();
	/** Projects that were looked at since their session began. */
	private final Set<IProject> seen = ConcurrentHashMap.newKeySet();
	private final AtomicBoolean offered = new AtomicBoolean();

	private KernelWatch() {
		super(Messages.watching);
		setPriority(Job.DECORATE);
		setSystem(true);
	}

	/** Has a look, in the background, at the kernels of all projects. */
	public static void look() {
		WATCH.schedule();
	}

	/** The same for a project that was opened: its last check may not have ended before it was closed. */
	public static void lookAfter(IProject project) {
		WATCH.seen.remove(project);
		look();
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		try {
			// a build that is under way asks for the checks that it finds to be needed
			Job.getJobManager().join(ResourcesPlugin.FAMILY_AUTO_BUILD, monitor);
			for (IProject project : ResourcesPlugin.getWorkspace().getRoot().getProjects()) {
				if (ProjectLayout.isLivepatch(project)) {
					look(project, monitor);
				}
			}
			return Status.OK_STATUS;
		} catch (InterruptedException | OperationCanceledException e) {
			return Status.CANCEL_STATUS;
		} catch (CoreException e) {
			return e.getStatus();
		}
	}

	private void look(IProject project, IProgressMonitor monitor) throws CoreException {
		boolean first = seen.add(project);
		if (offered.compareAndSet(false, true)) {
			FrameworkUtil.getBundle(KernelWatch.class).getBundleContext().registerService(KernelWatch.class, this, null);
		}
		if (Job.getJobManager().find(project).length > 0) {
			// it is being checked
			return;
		}
		Optional<String> checked = CheckedKernel.of(project);
		if (checked.isEmpty() ? first : !checked.get().equals(KernelBuilds.look(project))) {
			CheckResults.stale(project, checked.isEmpty() ? Messages.unfinished : Messages.otherKernel);
			if (project.getWorkspace().isAutoBuilding()) {
				project.build(IncrementalProjectBuilder.FULL_BUILD, LivepatchIde.BUILDER, null, monitor);
			}
		}
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.CHECK;
	}
}

package dev.livepatch.ide.check;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.check.CheckState.Checked;
import dev.livepatch.ide.kernel.KernelBuilds;

/** Looks once whether a project's kernel is still the one that its last check was made against. */
final class KernelWatch extends Job {
	private final IProject project;

	KernelWatch(IProject project) {
		super("Looking at the kernel of " + project.getName());
		this.project = project;
		setSystem(true);
		setPriority(Job.DECORATE);
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		if (CheckResults.of(project) instanceof Checked(CheckRecord check)) {
			try {
				CheckRecord.Kernel now = CheckRecord.Kernel.of(KernelBuilds.of(project));
				if (!now.build().equals(check.kernel().build())) {
					CheckResults.stale(project, check, NLS.bind(Messages.KernelWatch_other, now.build()));
				} else if (!now.fingerprint().equals(check.kernel().fingerprint())) {
					CheckResults.stale(project, check, NLS.bind(Messages.KernelWatch_rebuilt, now.release()));
				}
			} catch (KernelException e) {
				CheckResults.stale(project, check, NLS.bind(Messages.KernelWatch_unusable, e.getMessage()));
			}
		}
		return Status.OK_STATUS;
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE;
	}
}

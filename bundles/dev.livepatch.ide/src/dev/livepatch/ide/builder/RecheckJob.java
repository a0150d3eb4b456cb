package dev.livepatch.ide.builder;

import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.core.runtime.jobs.Job;

import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.project.ProjectLayout;

/** Has projects checked anew after the kernel or the tools were changed. */
public final class RecheckJob extends Job {
	private final List<IProject> projects;

	/** All live patch projects. */
	public RecheckJob() {
		this(ResourcesPlugin.getWorkspace().getRoot().getProjects());
	}

	public RecheckJob(IProject... projects) {
		super(Messages.rechecking);
		this.projects = Arrays.stream(projects).filter(ProjectLayout::isLivepatch).toList();
		setSystem(true);
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		SubMonitor progress = SubMonitor.convert(monitor, projects.size());
		try {
			for (IProject project : projects) {
				project.build(IncrementalProjectBuilder.FULL_BUILD, LivepatchIde.BUILDER, null, progress.split(1));
			}
			return Status.OK_STATUS;
		} catch (CoreException e) {
			return e.getStatus();
		}
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.CHECK;
	}
}

package dev.livepatch.ide.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;

import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.report.CheckRecords;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.project.ProjectLayout;

/** Brings back what the last check came to before the workbench or the project was closed. */
final class RestoreJob extends Job {
	private final IProject project;

	RestoreJob(IProject project) {
		super("Reading the last check of " + project.getName());
		this.project = project;
		setSystem(true);
		setPriority(Job.SHORT);
	}

	/** Keeps a check for later. */
	static void keep(IProject project, CheckRecord check) {
		try {
			CheckRecords.write(check, file(project));
		} catch (IOException e) {
			// the check itself is not worse for it
			ILog.of(RestoreJob.class).warn("The check of " + project.getName() + " will be forgotten when the workbench is closed: " + e.getMessage(), e);
		}
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		if (ProjectLayout.isLivepatch(project) && Files.isRegularFile(file(project))) {
			try {
				CheckResults.restored(project, CheckRecords.read(file(project)));
				KernelWatch.look();
			} catch (IOException e) {
				// of another version of the tools, or damaged: the next check writes it anew
				ILog.of(RestoreJob.class).info("The last check of " + project.getName() + " cannot be read: " + e.getMessage());
			}
		}
		return Status.OK_STATUS;
	}

	private static Path file(IProject project) {
		return ProjectLayout.of(project).checkDirectory().resolve("check.json");
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE;
	}
}

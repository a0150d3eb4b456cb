package dev.livepatch.ide.launch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobChangeEvent;
import org.eclipse.core.runtime.jobs.ISchedulingRule;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.jobs.JobChangeAdapter;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.launch.RunState.RunOutcome;

/** One run: from the project's sources to the verdict of the emulated kernel. Runs of the same project follow each other. */
final class VerificationJob extends Job {
	private final LaunchSettings settings;
	private final IProject project;
	private final VerificationProcess process;

	VerificationJob(LaunchSettings settings, IProject project, ILaunch launch) {
		super(NLS.bind(Messages.verifying, project.getName()));
		this.settings = settings;
		this.project = project;
		process = new VerificationProcess(launch, project, this::cancel);
		setPriority(Job.LONG);
		setRule(new OneRunOf(project));
		addJobChangeListener(new JobChangeAdapter() {
			@Override
			public void done(IJobChangeEvent event) {
				// also a run that was cancelled before it began
				process.end(s -> s.ended(RunOutcome.CANCELLED, Messages.cancelled, List.of()));
			}
		});
	}

	VerificationProcess process() {
		return process;
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		try {
			new VerificationRun(settings, project, process).run(monitor);
			return Status.OK_STATUS;
		} catch (CancellationException | OperationCanceledException e) {
			process.say(Messages.cancelled);
			return Status.CANCEL_STATUS;
		} catch (IOException e) {
			return fail(e.getMessage());
		} catch (CoreException e) {
			return fail(e.getStatus().getMessage());
		}
	}

	/** The run's view and console say it; a dialog on top would be one too many. */
	private IStatus fail(String message) {
		process.say(NLS.bind(Messages.noVerdict, message));
		process.end(s -> s.ended(RunOutcome.ERROR, message, List.of()));
		return Status.OK_STATUS;
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.VERIFY || project.equals(family);
	}

	/** Runs of one project share its output directory. */
	private record OneRunOf(IProject project) implements ISchedulingRule {
		@Override
		public boolean contains(ISchedulingRule rule) {
			return equals(rule);
		}

		@Override
		public boolean isConflicting(ISchedulingRule rule) {
			return equals(rule);
		}
	}
}

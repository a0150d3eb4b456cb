package dev.livepatch.ide.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.preferences.Tools;
import dev.livepatch.ide.project.ProjectLayout;

/** Checks one project, without holding any lock on the workspace while tools run. The newest request wins: it ends the one under way. */
public final class CheckJob extends Job {
	/** A check that nobody asked for shall not work for minutes after a save of a header: 100 objects are compiled in one or two. */
	private static final int MAX_OBJECTS = 100;
	private final IProject project;

	public CheckJob(IProject project) {
		super(NLS.bind(Messages.checking, project.getName()));
		this.project = project;
		setPriority(Job.BUILD);
	}

	/** Asks for a check of what is saved now. */
	public void request() {
		// a job that is running starts again once it has noticed that it was cancelled
		cancel();
		CheckedKernel.forget(project);
		schedule();
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		SubMonitor progress = SubMonitor.convert(monitor, 100);
		try {
			String kernel = KernelBuilds.look(project);
			check(progress);
			if (!monitor.isCanceled()) {
				CheckedKernel.keep(project, kernel);
				if (!kernel.equals(KernelBuilds.look(project))) {
					CheckResults.stale(project, Messages.kernelChangedMeanwhile);
				}
			}
			return Status.OK_STATUS;
		} catch (CancellationException | OperationCanceledException e) {
			return Status.CANCEL_STATUS;
		} catch (CoreException e) {
			CheckResults.failed(project, e.getMessage());
			return project.isAccessible() ? e.getStatus() : Status.CANCEL_STATUS;
		} finally {
			CheckResults.ended(project);
		}
	}

	private void check(SubMonitor progress) throws CoreException {
		Cancellation cancellation = () -> progress.isCanceled() || !project.isAccessible();
		ProjectLayout layout = ProjectLayout.of(project);
		try {
			cancellation.check();
			CheckProgress told = CheckResults.started(project);
			LivepatchProject livepatch = LivepatchProject.open(layout.directory());
			KernelBuild kernel = KernelBuilds.of(project);
			ChangeSet change = livepatch.change(kernel.source(), cancellation);
			PatchFileWriter.write(layout, livepatch, change, progress.split(5));
			MonitorProgress work = new MonitorProgress(progress.split(90));
			CheckResult result = Checkers.of(kernel, Tools.toolchain()).check(change, layout.checkDirectory(), livepatch.settings().objects().orElse(MAX_OBJECTS),
					work.and(told), cancellation);
			cancellation.check();
			Optional<IFile> patch = layout.sources().exists() ? Optional.empty() : Optional.of(PatchFileWriter.file(layout, livepatch));
			publish(result, new FindingLocator(project, patch), progress.split(5));
			tell(result, CheckRecord.Kernel.of(kernel));
		} catch (ChangeException e) {
			fail(projectFile(e.file()), e.line(), Rule.TOOL_FAILED.id(), e.reason());
		} catch (KernelException e) {
			fail(project, 0, Markers.KERNEL, e.getMessage());
		} catch (IOException e) {
			fail(project, 0, Rule.TOOL_FAILED.id(), e.getMessage());
		}
	}

	private void publish(CheckResult result, FindingLocator locator, SubMonitor progress) throws CoreException {
		boolean failed = result.findings().stream().anyMatch(f -> f.rule() == Rule.TOOL_FAILED);
		List<MarkerSpec> all = result.findings().stream().map(locator::locate).toList();
		if (failed) {
			MarkerReconciler.reconcile(project, Markers.FAILURE, all.stream().filter(CheckJob::isToolFailure).toList(), progress.split(1));
		} else {
			MarkerReconciler.reconcile(project, Markers.FAILURE, List.of(), progress.split(1));
			MarkerReconciler.reconcile(project, Markers.FINDING, all, progress.split(1));
		}
	}

	private void tell(CheckResult result, CheckRecord.Kernel kernel) {
		Optional<Finding> failure = result.findings().stream().filter(f -> f.rule() == Rule.TOOL_FAILED).findFirst();
		if (failure.isPresent()) {
			CheckResults.failed(project, failure.get().message());
		} else {
			CheckResults.checked(project, result, kernel);
		}
	}

	private static boolean isToolFailure(MarkerSpec spec) {
		return Rule.TOOL_FAILED.id().equals(spec.attributes().get(Markers.RULE));
	}

	/** The findings of the last check that came to a verdict stay; one problem says that they may be out of date. */
	private void fail(IResource resource, int line, String rule, String message) throws CoreException {
		MarkerSpec spec = MarkerSpec.of(resource, Markers.FAILURE, IMarker.SEVERITY_ERROR, line, rule, "", NLS.bind(Messages.notChecked, message), "");
		MarkerReconciler.reconcile(project, Markers.FAILURE, List.of(spec), null);
		CheckResults.failed(project, message);
	}

	/** @param file as the core names it: an absolute path, or one relative to the project or to the kernel tree */
	private IResource projectFile(String file) {
		ProjectLayout layout = ProjectLayout.of(project);
		Path absolute = layout.directory().resolve(file).normalize();
		if (!file.isEmpty() && absolute.startsWith(layout.directory())) {
			IResource own = project.findMember(layout.directory().relativize(absolute).toString());
			IResource source = layout.sources().findMember(file);
			return own != null ? own : source != null ? source : project;
		}
		return project;
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.CHECK || project.equals(family);
	}
}

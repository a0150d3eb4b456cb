package dev.livepatch.ide.builder;

import java.util.Map;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IResourceDelta;
import org.eclipse.core.resources.IncrementalProjectBuilder;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.core.runtime.jobs.ISchedulingRule;

import dev.livepatch.ide.check.CheckJob;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.KernelWatch;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.project.ProjectLayout;

/** Notices what concerns the patch and asks for a check of it; the check itself holds no lock on the workspace. */
public final class LivepatchBuilder extends IncrementalProjectBuilder {
	private static final int MEANS_NOTHING = IResourceDelta.MARKERS | IResourceDelta.DERIVED_CHANGED | IResourceDelta.SYNC;
	private CheckJob check;

	@Override
	protected void startupOnInitialize() {
		check = new CheckJob(getProject());
		KernelWatch.lookAfter(getProject());
	}

	@Override
	public ISchedulingRule getRule(int kind, Map<String, String> args) {
		return kind == CLEAN_BUILD ? getProject() : null;
	}

	@Override
	protected IProject[] build(int kind, Map<String, String> args, IProgressMonitor monitor) throws CoreException {
		IResourceDelta delta = kind == FULL_BUILD ? null : getDelta(getProject());
		if (delta == null || concernsThePatch(delta)) {
			check.request();
		} else {
			KernelWatch.look();
		}
		return null;
	}

	@Override
	protected void clean(IProgressMonitor monitor) throws CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, 2);
		check.cancel();
		getProject().deleteMarkers(Markers.PROBLEM, true, IResource.DEPTH_INFINITE);
		progress.worked(1);
		IResource output = ProjectLayout.of(getProject()).output();
		if (output.exists()) {
			output.delete(true, progress.split(1));
		}
		CheckResults.forget(getProject());
	}

	private boolean concernsThePatch(IResourceDelta delta) throws CoreException {
		boolean[] found = new boolean[1];
		delta.accept(d -> {
			IPath path = d.getResource().getProjectRelativePath();
			if (found[0] || !path.isEmpty() && !isInput(path)) {
				return false;
			}
			boolean touched = d.getKind() != IResourceDelta.CHANGED || (d.getFlags() & ~MEANS_NOTHING) != 0;
			found[0] |= touched && d.getResource().getType() == IResource.FILE;
			return true;
		});
		return found[0];
	}

	/** Settings and sources; the patch file only while it is an input, and not written by us. */
	private boolean isInput(IPath path) {
		return switch (path.segment(0)) {
			case ProjectLayout.SOURCES, ProjectLayout.SETTINGS -> true;
			default -> ProjectLayout.PATCH_EXTENSION.equals(path.getFileExtension()) && !ProjectLayout.of(getProject()).sources().exists();
		};
	}
}

package dev.livepatch.ide.builder;

import org.eclipse.core.resources.IResourceChangeEvent;
import org.eclipse.core.resources.IResourceChangeListener;
import org.eclipse.core.resources.IWorkspace;

import dev.livepatch.ide.check.KernelWatch;

/**
 * From the opening of the workspace to its end: a service component, since nobody builds a project that has not changed, and its last check may still be missing.
 * Who refreshes projects wants to see what has changed outside of the workspace; their kernels lie there too.
 */
public final class Session {
	private final IResourceChangeListener refreshed = event -> KernelWatch.look();
	private IWorkspace workspace;

	/** Called by the service runtime before {@link #begin}. */
	public void setWorkspace(IWorkspace workspace) {
		this.workspace = workspace;
	}

	/** Called by the service runtime. */
	public void begin() {
		workspace.addResourceChangeListener(refreshed, IResourceChangeEvent.PRE_REFRESH);
		KernelWatch.look();
	}

	/** Called by the service runtime. */
	public void end() {
		workspace.removeResourceChangeListener(refreshed);
	}
}

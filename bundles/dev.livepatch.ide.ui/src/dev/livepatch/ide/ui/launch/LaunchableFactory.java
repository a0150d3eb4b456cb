package dev.livepatch.ide.ui.launch;

import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.IAdapterFactory;
import org.eclipse.debug.ui.actions.ILaunchable;

import dev.livepatch.ide.project.ProjectLayout;

/** Tags what lies in a live patch project as launchable: where no other tool does so for resources, <em>Run As</em> would be missing from their context menus. */
public final class LaunchableFactory implements IAdapterFactory {
	private static final ILaunchable TAG = new ILaunchable() {
	};

	@Override
	public <T> T getAdapter(Object resource, Class<T> type) {
		return type == ILaunchable.class && ProjectLayout.containing((IResource) resource).isPresent() ? type.cast(TAG) : null;
	}

	@Override
	public Class<?>[] getAdapterList() {
		return new Class<?>[] { ILaunchable.class };
	}
}

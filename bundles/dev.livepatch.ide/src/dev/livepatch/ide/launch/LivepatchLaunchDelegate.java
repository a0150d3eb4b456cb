package dev.livepatch.ide.launch;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.IStatusHandler;
import org.eclipse.debug.core.model.LaunchConfigurationDelegate;

import dev.livepatch.ide.LivepatchIde;

/** Hands a launch over to a {@link VerificationJob}. */
public final class LivepatchLaunchDelegate extends LaunchConfigurationDelegate {
	/** Told to the user interface's status handler with the {@link VerificationProcess}, so that it can show the run. */
	public static final IStatus RUN_STARTED = new Status(IStatus.OK, LivepatchIde.ID, 1, "", null);

	/** Told before the launch is made, with its configuration. */
	public static final IStatus RUN_COMING = new Status(IStatus.OK, LivepatchIde.ID, 2, "", null);

	@Override
	public ILaunch getLaunch(ILaunchConfiguration configuration, String mode) throws CoreException {
		tell(RUN_COMING, configuration);
		return super.getLaunch(configuration, mode);
	}

	@Override
	public void launch(ILaunchConfiguration configuration, String mode, ILaunch launch, IProgressMonitor monitor) throws CoreException {
		LaunchSettings settings = LaunchSettings.read(configuration);
		VerificationJob job = new VerificationJob(settings, settings.requireProject(), launch);
		job.schedule();
		tell(RUN_STARTED, job.process());
	}

	private static void tell(IStatus what, Object about) throws CoreException {
		IStatusHandler handler = DebugPlugin.getDefault().getStatusHandler(what);
		if (handler != null) {
			handler.handleStatus(what, about);
		}
	}

	@Override
	protected IProject[] getBuildOrder(ILaunchConfiguration configuration, String mode) throws CoreException {
		return new IProject[] { LaunchSettings.read(configuration).requireProject() };
	}
}

package dev.livepatch.ide.ui.start;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.Platform;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.eclipse.osgi.service.datalocation.Location;

import dev.livepatch.ide.project.ProjectSetup;

/**
 * The IDE, with directories opened as projects first: {@code -application dev.livepatch.ide.ui.open -data WORKSPACE},
 * the directories in the system property {@value #DIRECTORIES}, separated as in a path list.
 */
public final class OpenApplication implements IApplication {
	private static final String DIRECTORIES = "livepatch.open";
	private static final String WORKBENCH = "org.eclipse.ui.ide.workbench";
	private IApplication workbench;

	@Override
	public Object start(IApplicationContext context) throws Exception {
		Location workspace = Platform.getInstanceLocation();
		// if the workspace is another's, the workbench itself says so
		if (workspace != null && workspace.isSet() && lock(workspace)) {
			openProjects();
			workspace.release();
		}
		workbench = (IApplication) Platform.getExtensionRegistry().getExtension(Platform.PI_RUNTIME, Platform.PT_APPLICATIONS, WORKBENCH)
				.getConfigurationElements()[0].getChildren("run")[0].createExecutableExtension("class");
		return workbench.start(context);
	}

	@Override
	public void stop() {
		if (workbench != null) {
			workbench.stop();
		}
	}

	private static void openProjects() {
		String[] directories = System.getProperty(DIRECTORIES, "").split(File.pathSeparator);
		try {
			ResourcesPlugin.getWorkspace().run(monitor -> {
				for (String directory : Arrays.stream(directories).filter(d -> !d.isBlank()).toList()) {
					ProjectSetup.open(Path.of(directory).toAbsolutePath().normalize(), monitor);
				}
			}, new NullProgressMonitor());
		} catch (CoreException e) {
			ILog.of(OpenApplication.class).log(e.getStatus());
		}
	}

	private static boolean lock(Location workspace) {
		try {
			return workspace.lock();
		} catch (IOException e) {
			ILog.of(OpenApplication.class).warn("The workspace cannot be locked: " + e.getMessage(), e);
			return false;
		}
	}
}

package dev.livepatch.ide.ui.launch;

import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationType;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.debug.core.ILaunchManager;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.debug.ui.ILaunchShortcut2;
import org.eclipse.jface.dialogs.ErrorDialog;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.PlatformUI;

import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.launch.LaunchSettings;
import dev.livepatch.ide.ui.Selections;
import dev.livepatch.ide.ui.steps.StepsSupport;

/** <em>Run As &gt; Live Patch on Emulated Kernel</em>: the project's configuration, made if there is none. */
public final class LivepatchLaunchShortcut implements ILaunchShortcut2 {

	@Override
	public void launch(ISelection selection, String mode) {
		Selections.project(selection).ifPresent(p -> launch(p, mode));
	}

	@Override
	public void launch(IEditorPart editor, String mode) {
		Selections.project(editor.getEditorInput()).ifPresent(p -> launch(p, mode));
	}

	@Override
	public ILaunchConfiguration[] getLaunchConfigurations(ISelection selection) {
		return configurations(Selections.project(selection));
	}

	@Override
	public ILaunchConfiguration[] getLaunchConfigurations(IEditorPart editor) {
		return configurations(Selections.project(editor.getEditorInput()));
	}

	@Override
	public IResource getLaunchableResource(ISelection selection) {
		return Selections.project(selection).orElse(null);
	}

	@Override
	public IResource getLaunchableResource(IEditorPart editor) {
		return Selections.project(editor.getEditorInput()).orElse(null);
	}

	private static void launch(IProject project, String mode) {
		try {
			ILaunchConfiguration[] existing = find(project);
			DebugUITools.launch(existing.length > 0 ? existing[0] : create(project), mode);
		} catch (CoreException e) {
			ErrorDialog.openError(PlatformUI.getWorkbench().getModalDialogShellProvider().getShell(), Messages.shortcut, null, e.getStatus());
		}
	}

	private static ILaunchConfiguration[] configurations(Optional<IProject> project) {
		try {
			return project.isPresent() ? find(project.get()) : null;
		} catch (CoreException e) {
			// the launch itself will say it
			return null;
		}
	}

	private static ILaunchConfiguration[] find(IProject project) throws CoreException {
		ILaunchConfiguration[] all = manager().getLaunchConfigurations(type());
		return Arrays.stream(all).filter(c -> SettingsTab.read(c).project().equals(project.getName())).toArray(ILaunchConfiguration[]::new);
	}

	private static ILaunchConfiguration create(IProject project) throws CoreException {
		ILaunchConfigurationWorkingCopy copy = type().newInstance(null, manager().generateLaunchConfigurationName(project.getName()));
		LaunchSettings.defaults(project.getName()).write(copy);
		StepsSupport.configure(copy);
		return copy.doSave();
	}

	private static ILaunchConfigurationType type() {
		return manager().getLaunchConfigurationType(LivepatchIde.LAUNCH_TYPE);
	}

	private static ILaunchManager manager() {
		return DebugPlugin.getDefault().getLaunchManager();
	}
}

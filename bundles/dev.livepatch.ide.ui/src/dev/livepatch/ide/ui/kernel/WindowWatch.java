package dev.livepatch.ide.ui.kernel;

import org.eclipse.ui.IWindowListener;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;

import dev.livepatch.ide.project.KernelWatch;

/** Who comes back to the workbench may have built the kernel meanwhile. */
public final class WindowWatch implements IWindowListener {
	private static WindowWatch installed;

	private WindowWatch() {
	}

	/** From now on, for as long as the workbench runs. To be called in the UI thread. */
	public static void install() {
		if (installed == null) {
			installed = new WindowWatch();
			PlatformUI.getWorkbench().addWindowListener(installed);
		}
	}

	@Override
	public void windowActivated(IWorkbenchWindow window) {
		KernelWatch.look();
	}

	@Override
	public void windowDeactivated(IWorkbenchWindow window) {
		// nothing to look at until somebody looks here again
	}

	@Override
	public void windowClosed(IWorkbenchWindow window) {
		// as above
	}

	@Override
	public void windowOpened(IWorkbenchWindow window) {
		// it is activated too
	}
}

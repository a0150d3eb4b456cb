package dev.livepatch.ide.ui.kernel;

import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWindowListener;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;

import dev.livepatch.ide.check.KernelWatch;

/**
 * Who comes back to the workbench may have built the kernel meanwhile. A service component that begins when both are there, a workbench and a live patch project:
 * until then, and where there is no workbench, there is none of it.
 */
public final class WindowWatch implements IWindowListener {
	/** Called by the service runtime, in any thread, also while the workbench is still being made. */
	public void begin() {
		Display.getDefault().asyncExec(() -> {
			if (PlatformUI.isWorkbenchRunning()) {
				PlatformUI.getWorkbench().addWindowListener(this);
			}
		});
	}

	/** Called by the service runtime. */
	public void end() {
		if (PlatformUI.isWorkbenchRunning()) {
			PlatformUI.getWorkbench().removeWindowListener(this);
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

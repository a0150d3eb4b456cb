package dev.livepatch.ide.ui.run;

import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.debug.core.IStatusHandler;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;

import dev.livepatch.ide.launch.VerificationProcess;
import dev.livepatch.ide.ui.LivepatchUi;

/** Brings the view to the front when a run starts, and leaves the focus where it is. */
public final class ShowRun implements IStatusHandler {

	@Override
	public Object handleStatus(IStatus status, Object source) {
		if (source instanceof VerificationProcess process && PlatformUI.isWorkbenchRunning()) {
			PlatformUI.getWorkbench().getDisplay().asyncExec(() -> show(process, ""));
		}
		return null;
	}

	/**
	 * Shows a run. To be called in the UI thread.
	 *
	 * @param step the step to select; empty for the newest
	 */
	public static void show(VerificationProcess process, String step) {
		IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
		IWorkbenchPage page = window == null ? null : window.getActivePage();
		if (page != null) {
			try {
				if (page.showView(LivepatchUi.RUN_VIEW, null, IWorkbenchPage.VIEW_VISIBLE) instanceof RunView view) {
					view.show(process);
					view.select(step);
				}
			} catch (PartInitException e) {
				ILog.of(ShowRun.class).log(e.getStatus());
			}
		}
	}
}

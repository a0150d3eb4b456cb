package dev.livepatch.ide.ui;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CancellationException;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.dialogs.ErrorDialog;
import org.eclipse.jface.wizard.Wizard;

/** What a wizard does that takes time. */
@FunctionalInterface
public interface WizardWork {

	/** Not in the UI thread. */
	void run(IProgressMonitor monitor) throws IOException, CoreException;

	/**
	 * Runs what takes time under the wizard's progress bar.
	 *
	 * @param failure what to say first if it fails
	 * @return false if it failed, which is said, or was cancelled
	 */
	static boolean run(Wizard wizard, String failure, WizardWork work) {
		try {
			wizard.getContainer().run(true, true, monitor -> {
				try {
					work.run(monitor);
				} catch (IOException | CoreException e) {
					throw new InvocationTargetException(e);
				} catch (CancellationException | OperationCanceledException e) {
					throw new InterruptedException();
				}
			});
			return true;
		} catch (InvocationTargetException e) {
			Throwable problem = e.getCause();
			IStatus status = problem instanceof CoreException core ? core.getStatus() : Status.error(problem.getMessage(), problem);
			ErrorDialog.openError(wizard.getShell(), wizard.getWindowTitle(), failure, status);
			return false;
		} catch (InterruptedException e) {
			return false;
		}
	}
}

package dev.livepatch.ide.ui.steps;

import org.eclipse.core.runtime.IStatus;
import org.eclipse.debug.core.IStatusHandler;

/** Told before a launch is made, so that the Unit Test view is there to hear of it. */
public final class ActivateSteps implements IStatusHandler {

	@Override
	public Object handleStatus(IStatus status, Object source) {
		StepsSupport.activate();
		return null;
	}
}

package dev.livepatch.ide.ui.launch;

import org.eclipse.debug.ui.IDebugUIConstants;
import org.eclipse.debug.ui.console.ConsoleColorProvider;
import org.eclipse.jface.preference.JFacePreferences;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.graphics.Color;

/** The guest's output in the colour of output, the run's own words set apart from it; the guest takes no input. */
public final class RunConsoleColors extends ConsoleColorProvider {

	@Override
	public boolean isReadOnly() {
		return true;
	}

	@Override
	public Color getColor(String stream) {
		// what is on the error stream is no error: the red of the preferences would say so
		return IDebugUIConstants.ID_STANDARD_ERROR_STREAM.equals(stream) ? JFaceResources.getColorRegistry().get(JFacePreferences.HYPERLINK_COLOR)
				: super.getColor(stream);
	}
}

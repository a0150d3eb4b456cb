package dev.livepatch.ide.ui.fix;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Image;
import org.eclipse.ui.IMarkerResolution;
import org.eclipse.ui.IMarkerResolution2;
import org.eclipse.ui.IMarkerResolutionGenerator2;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.dialogs.PreferencesUtil;

import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.LivepatchUi;

/** A project without a kernel to be checked against: its user chooses one. */
public final class KernelFixGenerator implements IMarkerResolutionGenerator2 {

	@Override
	public boolean hasResolutions(IMarker marker) {
		return Markers.KERNEL.equals(marker.getAttribute(Markers.RULE, ""));
	}

	@Override
	public IMarkerResolution[] getResolutions(IMarker marker) {
		return hasResolutions(marker) ? new IMarkerResolution[] { new Choose(marker.getResource().getProject()) } : new IMarkerResolution[0];
	}

	private record Choose(IProject project) implements IMarkerResolution2 {

		@Override
		public String getLabel() {
			return NLS.bind(Messages.chooseKernel, project.getName());
		}

		@Override
		public String getDescription() {
			return Messages.chooseKernelIs;
		}

		@Override
		public Image getImage() {
			return Icons.KERNEL.image();
		}

		@Override
		public void run(IMarker marker) {
			PreferencesUtil.createPropertyDialogOn(PlatformUI.getWorkbench().getActiveWorkbenchWindow().getShell(), project, LivepatchUi.PROPERTY_PAGE, null, null).open();
		}
	}
}

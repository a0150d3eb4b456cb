package dev.livepatch.ide.ui.listing;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IMarker;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Image;
import org.eclipse.ui.IMarkerResolution2;
import org.eclipse.ui.IMarkerResolutionRelevance;

import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.listing.WantedFunction;
import dev.livepatch.ide.ui.Icons;

/** From a finding to the code of the function that it is about. */
public final class CompareFunctionResolution implements IMarkerResolution2, IMarkerResolutionRelevance {
	private final String function;

	private CompareFunctionResolution(String function) {
		this.function = function;
	}

	/** None for a finding that is about no function. */
	public static List<CompareFunctionResolution> of(IMarker marker) {
		String function = marker.getAttribute(Markers.FUNCTION, "");
		return function.isEmpty() ? List.of() : List.of(new CompareFunctionResolution(function));
	}

	@Override
	public String getLabel() {
		return NLS.bind(Messages.CompareFunctionResolution_label, function);
	}

	@Override
	public String getDescription() {
		return NLS.bind(Messages.CompareFunctionResolution_description, function);
	}

	@Override
	public Image getImage() {
		return Icons.COMPARE_CODE.image();
	}

	/** Behind all that mends something. */
	@Override
	public int getRelevanceForResolution() {
		return -1;
	}

	@Override
	public void run(IMarker marker) {
		CompareFunction.open(marker.getResource().getProject(), new WantedFunction.Named(function, Optional.empty()));
	}
}

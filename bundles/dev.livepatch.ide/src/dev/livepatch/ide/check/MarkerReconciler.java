package dev.livepatch.ide.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;

/**
 * Makes the markers of one type what they ought to be, in one workspace operation: the same ones stay (and with them what the user
 * selected in the Problems view), changed ones are updated, the rest come and go.
 */
public final class MarkerReconciler {

	private MarkerReconciler() {
	}

	/** @param wanted all of this type in the project */
	public static void reconcile(IProject project, String type, List<MarkerSpec> wanted, IProgressMonitor monitor) throws CoreException {
		IWorkspace workspace = project.getWorkspace();
		workspace.run(m -> update(project, type, wanted), workspace.getRuleFactory().markerRule(project), IWorkspace.AVOID_UPDATE, monitor);
	}

	private static void update(IProject project, String type, List<MarkerSpec> wanted) throws CoreException {
		if (!project.isAccessible()) {
			return;
		}
		List<IMarker> present = new ArrayList<>(Arrays.asList(project.findMarkers(type, false, IResource.DEPTH_INFINITE)));
		List<MarkerSpec> open = new ArrayList<>();
		for (MarkerSpec spec : wanted) {
			if (!settle(spec, present, spec::matches)) {
				open.add(spec);
			}
		}
		for (MarkerSpec spec : open) {
			if (!settle(spec, present, spec::hasSameSubject) && spec.resource().isAccessible()) {
				spec.resource().createMarker(type, spec.attributes());
			}
		}
		for (IMarker gone : present) {
			gone.delete();
		}
	}

	@FunctionalInterface
	private interface Match {
		boolean test(IMarker marker) throws CoreException;
	}

	/** Takes the first marker that matches out of those present, and gives it the attributes it lacks. */
	private static boolean settle(MarkerSpec spec, List<IMarker> present, Match match) throws CoreException {
		for (IMarker marker : present) {
			if (match.test(marker)) {
				present.remove(marker);
				if (!spec.attributes().equals(marker.getAttributes())) {
					marker.setAttributes(spec.attributes());
				}
				return true;
			}
		}
		return false;
	}
}

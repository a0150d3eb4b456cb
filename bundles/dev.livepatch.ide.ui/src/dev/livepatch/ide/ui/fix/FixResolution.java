package dev.livepatch.ide.ui.fix;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Image;
import org.eclipse.ui.IMarkerResolutionRelevance;
import org.eclipse.ui.statushandlers.StatusManager;
import org.eclipse.ui.views.markers.WorkbenchMarkerResolution;

import dev.livepatch.core.fix.Fix;
import dev.livepatch.core.fix.FixKind;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.OpenChange;

/** One fix of one finding. It is found again in the present text when it is asked for, since edits may have come between. */
final class FixResolution extends WorkbenchMarkerResolution implements IMarkerResolutionRelevance {
	private final IMarker marker;
	private final FixKind kind;
	private final String title;
	private final String preview;

	FixResolution(IMarker marker, Fix fix, String diff) {
		this.marker = marker;
		kind = fix.kind();
		title = fix.title();
		preview = DiffHtml.of(kind, diff);
	}

	@Override
	public String getLabel() {
		return title;
	}

	/** What the fix does, and the lines before and after, as HTML. */
	@Override
	public String getDescription() {
		return preview;
	}

	@Override
	public Image getImage() {
		return Icons.FIX.image();
	}

	@Override
	public int getRelevanceForResolution() {
		return FixKind.values().length - kind.ordinal();
	}

	/** Those of the same rule in live patch projects: a fix that does not apply to one leaves it alone. */
	@Override
	public IMarker[] findOtherMarkers(IMarker[] markers) {
		String rule = marker.getAttribute(Markers.RULE, "");
		return Arrays.stream(markers).filter(m -> !m.equals(marker) && rule.equals(m.getAttribute(Markers.RULE, "")) && ProjectLayout.containing(m.getResource()).isPresent())
				.toArray(IMarker[]::new);
	}

	@Override
	public void run(IMarker chosen) {
		IProject project = chosen.getResource().getProject();
		try {
			Optional<Fix> fix = FixGenerator.fixes(chosen, OpenChange.of(project)).stream().filter(f -> f.kind() == kind).findFirst();
			if (fix.isPresent()) {
				for (Map.Entry<String, String> edit : fix.get().texts().entrySet()) {
					IFile file = ProjectLayout.of(project).source(edit.getKey());
					DocumentEdit.replace(file, edit.getValue(), file.equals(chosen.getResource()));
				}
			}
		} catch (CoreException e) {
			IStatus status = new Status(e.getStatus().getSeverity(), getClass(), NLS.bind(Messages.notMade, e.getMessage()), e);
			StatusManager.getManager().handle(status, StatusManager.SHOW | StatusManager.LOG);
		}
	}
}

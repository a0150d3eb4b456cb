package dev.livepatch.ide.ui.fix;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.ui.IMarkerResolution;
import org.eclipse.ui.IMarkerResolutionGenerator2;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.Fix;
import dev.livepatch.core.fix.Fixes;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.OpenChange;
import dev.livepatch.ide.ui.listing.CompareFunctionResolution;

/** Offers the fixes of a finding on a file of a project's {@code src}. */
public final class FixGenerator implements IMarkerResolutionGenerator2 {

	/** Asked for each line of the Problems view: looks at the resource's path only. A changed file can always be reverted, so there is something to offer. */
	@Override
	public boolean hasResolutions(IMarker marker) {
		return path(marker).isPresent();
	}

	@Override
	public IMarkerResolution[] getResolutions(IMarker marker) {
		Optional<String> path = path(marker);
		if (path.isEmpty()) {
			return new IMarkerResolution[0];
		}
		try {
			ChangeSet change = OpenChange.of(marker.getResource().getProject());
			Stream<IMarkerResolution> edits = fixes(marker, change).stream().map(f -> new FixResolution(marker, f, f.preview(change)));
			// Enter takes the first: what mends the finding, or leads to the place where it can be mended; what only shows something comes last
			return Stream.of(GoToResolution.of(marker).stream(), edits, CompareFunctionResolution.of(marker).stream()).flatMap(s -> s).toArray(IMarkerResolution[]::new);
		} catch (CoreException e) {
			// no kernel chosen any more, or files gone: nothing can be offered, and the next check will say why
			ILog.of(FixGenerator.class).log(e.getStatus());
			return new IMarkerResolution[0];
		}
	}

	/** What can be done about a marker in the author's present text. */
	static List<Fix> fixes(IMarker marker, ChangeSet change) {
		Optional<Finding> finding = path(marker).flatMap(p -> MarkerFinding.of(marker, p));
		return finding.map(new Fixes(change)::of).orElse(List.of());
	}

	private static Optional<String> path(IMarker marker) {
		return ProjectLayout.of(marker.getResource().getProject()).kernelPath(marker.getResource());
	}
}

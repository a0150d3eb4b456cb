package dev.livepatch.ide.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.ide.check.MarkerReconciler;
import dev.livepatch.ide.check.MarkerSpec;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.check.SourceLines;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.vm.RuntimeFindings;
import dev.livepatch.vm.RuntimeProblem;

/** Shows what went wrong in the guest: on the line of the patch it came from, else on the function, if the project has its source, else on the project. */
final class RuntimeMarkers {

	private RuntimeMarkers() {
	}

	/** A new run begins: what the last one found is no longer said. */
	static void clear(IProject project) throws CoreException {
		MarkerReconciler.reconcile(project, Markers.RUNTIME, List.of(), null);
	}

	/** @param check knows where the functions of the change are */
	static void publish(IProject project, List<RuntimeProblem> problems, ChangeSet change, CheckResult check) throws CoreException {
		ProjectLayout layout = ProjectLayout.of(project);
		SourceLines lines = new SourceLines();
		List<MarkerSpec> wanted = new ArrayList<>();
		for (RuntimeProblem problem : problems) {
			String message = NLS.bind(Messages.inGuest, problem.message());
			Optional<SourcePlace> place = RuntimeFindings.place(problem, change, check::placeOf).filter(p -> layout.source(p.file()).exists());
			IResource resource = place.isPresent() ? layout.source(place.get().file()) : project;
			wanted.add(MarkerSpec.of(resource, Markers.RUNTIME, IMarker.SEVERITY_ERROR, place.map(SourcePlace::line).orElse(0), problem.kind().name(),
					problem.function().orElse(""), message, "").underlined(lines));
		}
		MarkerReconciler.reconcile(project, Markers.RUNTIME, wanted, null);
	}
}

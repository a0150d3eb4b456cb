package dev.livepatch.ide.check;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;

import dev.livepatch.core.check.Finding;
import dev.livepatch.core.check.Severity;
import dev.livepatch.ide.project.ProjectLayout;

/** Finds the resource that a finding belongs on: the author's file, else the project, with the place in the text. */
final class FindingLocator {
	private final ProjectLayout layout;
	private final SourceLines lines = new SourceLines();

	FindingLocator(IProject project) {
		layout = ProjectLayout.of(project);
	}

	MarkerSpec locate(Finding finding) {
		String file = finding.file();
		if (!file.isEmpty()) {
			IFile source = layout.source(file);
			IFile own = layout.project().getFile(file);
			if (source.exists() || own.exists()) {
				return spec(source.exists() ? source : own, finding, finding.line(), finding.message());
			}
		}
		String place = file.isEmpty() ? "" : file + (finding.line() > 0 ? ":" + finding.line() : "") + ": ";
		return spec(layout.project(), finding, 0, place + finding.message());
	}

	private MarkerSpec spec(IResource resource, Finding finding, int line, String message) {
		return MarkerSpec.of(resource, Markers.FINDING, severity(finding.severity()), line, finding.rule().id(), finding.function(), message, finding.fix())
				.underlined(lines);
	}

	private static int severity(Severity severity) {
		return switch (severity) {
			case ERROR -> IMarker.SEVERITY_ERROR;
			case WARNING -> IMarker.SEVERITY_WARNING;
			case INFO -> IMarker.SEVERITY_INFO;
		};
	}
}

package dev.livepatch.ide.check;

import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.ide.project.ProjectLayout;

/** Finds the resource that a finding belongs on: the author's file, or its place in the author's patch; else the project, with the place in the text. */
final class FindingLocator {
	private final ProjectLayout layout;
	private final Optional<IFile> patch;
	private final SourceLines lines = new SourceLines();

	/** @param patch the project's patch file if that, and not {@code src}, is the change */
	FindingLocator(IProject project, Optional<IFile> patch) {
		layout = ProjectLayout.of(project);
		this.patch = patch.filter(IFile::exists);
	}

	MarkerSpec locate(Finding finding) {
		String file = finding.file();
		IFile source = file.isEmpty() ? null : layout.source(file);
		IFile own = file.isEmpty() ? null : layout.project().getFile(file);
		if (source != null && source.exists()) {
			return spec(source, finding, finding.line(), finding.message());
		}
		if (own != null && own.exists()) {
			return spec(own, finding, finding.line(), finding.message());
		}
		String place = file.isEmpty() ? "" : file + (finding.line() > 0 ? ":" + finding.line() : "") + ": ";
		int line = patch.isPresent() && finding.line() > 0 ? lines.text(patch.get()).map(t -> new PatchLines(t).find(file, finding.line())).orElse(0) : 0;
		IResource resource = patch.isPresent() && !file.isEmpty() ? patch.get() : layout.project();
		return spec(resource, finding, line, place + finding.message());
	}

	private MarkerSpec spec(IResource resource, Finding finding, int line, String message) {
		return MarkerSpec.of(resource, Markers.FINDING, severity(finding.severity()), line, finding.rule().id(), finding.function(), message, finding.fix())
				.about(finding.subject()).seeing(finding.related()).underlined(lines);
	}

	private static int severity(Severity severity) {
		return switch (severity) {
			case ERROR -> IMarker.SEVERITY_ERROR;
			case WARNING -> IMarker.SEVERITY_WARNING;
			case INFO -> IMarker.SEVERITY_INFO;
		};
	}
}

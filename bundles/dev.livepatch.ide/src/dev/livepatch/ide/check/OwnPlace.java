package dev.livepatch.ide.check;

import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;

import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.ide.project.ProjectLayout;

/**
 * Where a project has a place of the patched sources.
 *
 * @param line from 1; 0 for the whole file
 */
public record OwnPlace(IFile file, int line) {

	/** In {@code src}, else in the project itself (a patch or {@code livepatch.toml}), else in the patch that is its change; empty if it is not the author's. Reads files. */
	public static Optional<OwnPlace> of(IProject project, SourcePlace place) {
		ProjectLayout layout = ProjectLayout.of(project);
		IPath path = IPath.fromPortableString(place.file());
		if (place.file().isEmpty() || path.isAbsolute() || !path.equals(path.makeRelative()) || path.segmentCount() == 0 || path.segment(0).equals("..")) {
			return Optional.empty();
		}
		for (IFile file : new IFile[] { layout.source(place.file()), project.getFile(path) }) {
			if (file.exists()) {
				return Optional.of(new OwnPlace(file, place.line()));
			}
		}
		return layout.isPatchOnly() ? inPatch(project, place) : Optional.empty();
	}

	private static Optional<OwnPlace> inPatch(IProject project, SourcePlace place) {
		SourceLines texts = new SourceLines();
		try {
			return Arrays.stream(project.members()).filter(m -> m.getType() == IResource.FILE && ProjectLayout.PATCH_EXTENSION.equals(m.getFileExtension())).map(IFile.class::cast)
					.flatMap(file -> texts.text(file).map(t -> new PatchLines(t).find(place.file(), place.line())).filter(line -> line > 0).map(line -> new OwnPlace(file, line)).stream()).findFirst();
		} catch (CoreException e) {
			// closed or deleted in between
			return Optional.empty();
		}
	}
}

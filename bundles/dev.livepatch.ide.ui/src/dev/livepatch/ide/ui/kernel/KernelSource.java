package dev.livepatch.ide.ui.kernel;

import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IFileEditorInput;

import dev.livepatch.ide.project.ProjectLayout;

/**
 * What an editor shows of a live patch project or its kernel.
 *
 * @param path relative to the kernel's source tree, of the project's version or the kernel's own; empty for a file of the project that is no source of the kernel, for instance its patch
 */
public record KernelSource(IProject project, String path) {

	public static Optional<KernelSource> of(IEditorInput input) {
		if (input instanceof KernelFileInput kernelFile) {
			return Optional.of(new KernelSource(kernelFile.project(), kernelFile.kernelPath()));
		}
		if (input instanceof IFileEditorInput own) {
			IFile file = own.getFile();
			return ProjectLayout.containing(file).map(layout -> new KernelSource(layout.project(), layout.kernelPath(file).orElse("")));
		}
		return Optional.empty();
	}
}

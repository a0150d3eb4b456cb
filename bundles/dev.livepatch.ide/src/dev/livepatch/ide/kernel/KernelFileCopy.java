package dev.livepatch.ide.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.ide.project.ProjectFiles;
import dev.livepatch.ide.project.ProjectLayout;

/** Puts files of the kernel, or what a patch made of them, into a project. */
public final class KernelFileCopy {

	private KernelFileCopy() {
	}

	/**
	 * Copies a file of the kernel into the project's {@code src} folder, unless it is there already. A project that is its patch gets the patch's files first.
	 *
	 * @param original   the file in the kernel's source tree
	 * @param kernelPath its path relative to the tree
	 */
	public static IFile copy(IProject project, Path original, String kernelPath, IProgressMonitor monitor) throws CoreException {
		ProjectLayout layout = ProjectLayout.of(project);
		IFile target = layout.source(kernelPath);
		if (layout.isPatchOnly()) {
			expandPatch(layout, monitor);
			if (target.exists()) {
				throw new CoreException(Status.error(NLS.bind(Messages.patchedElsewhere, new Object[] { project.getName(), kernelPath, target.getProjectRelativePath() })));
			}
		}
		if (!target.exists()) {
			try {
				ProjectFiles.write(target, Files.readAllBytes(original), monitor);
			} catch (IOException e) {
				throw new CoreException(Status.error(NLS.bind(Messages.notCopied, original, e.getMessage()), e));
			}
		}
		return target;
	}

	/** From the first edit on, files say what the patch said before. */
	private static void expandPatch(ProjectLayout layout, IProgressMonitor monitor) throws CoreException {
		try {
			ChangeSet change = LivepatchProject.open(layout.directory()).change(KernelBuilds.of(layout.project()));
			if (!LivepatchProject.hasSources(change)) {
				throw new CoreException(Status.error(NLS.bind(Messages.onlyPatch, layout.project().getName())));
			}
			ProjectFiles.writeSources(layout, change, monitor);
		} catch (IOException e) {
			throw new CoreException(Status.error(NLS.bind(Messages.notExpanded, layout.project().getName(), e.getMessage()), e));
		}
	}
}

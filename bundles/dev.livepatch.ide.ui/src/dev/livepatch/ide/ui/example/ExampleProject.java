package dev.livepatch.ide.ui.example;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;

import dev.livepatch.doc.Example;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.project.ProjectFiles;
import dev.livepatch.ide.project.ProjectSetup;

/**
 * A project to be made of an example.
 *
 * @param kernel the build directory the user chose
 */
record ExampleProject(Example example, Path kernel) {

	/** In one workspace operation, so that nothing is built half-made. */
	IProject create(IProgressMonitor monitor) throws CoreException {
		IWorkspace workspace = ResourcesPlugin.getWorkspace();
		IProject project = workspace.getRoot().getProject(example.name());
		workspace.run(m -> fill(project, m), workspace.getRoot(), IWorkspace.AVOID_UPDATE, monitor);
		return project;
	}

	private void fill(IProject project, IProgressMonitor monitor) throws CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, 4);
		project.create(progress.split(1));
		project.open(progress.split(1));
		project.setDefaultCharset(StandardCharsets.UTF_8.name(), null);
		KernelChoice.choose(project, kernel);
		try {
			for (Path path : example.files()) {
				IFile file = project.getFile(IPath.fromPath(path));
				ProjectFiles.write(file, Files.readAllBytes(example.directory().resolve(path)), null);
			}
		} catch (IOException e) {
			throw new CoreException(Status.error(e.toString(), e));
		}
		progress.worked(1);
		ProjectSetup.addNature(project, progress.split(1));
	}
}

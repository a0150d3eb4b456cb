package dev.livepatch.ide.project;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IProjectDescription;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;

import dev.livepatch.ide.LivepatchIde;

/** Makes live patch projects of what is there already. */
public final class ProjectSetup {

	private ProjectSetup() {
	}

	/** Gives an open project the nature, and thereby the checks. */
	public static void addNature(IProject project, IProgressMonitor monitor) throws CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, 2);
		IFolder output = ProjectLayout.of(project).output();
		ProjectFiles.createFolders(output, progress.split(1));
		output.setDerived(true, null);
		IProjectDescription description = project.getDescription();
		description.setNatureIds(Stream.concat(Arrays.stream(description.getNatureIds()), Stream.of(LivepatchIde.NATURE)).distinct().toArray(String[]::new));
		project.setDescription(description, progress.split(1));
	}

	/** Opens a directory as a live patch project of the workspace, where it lies. */
	public static IProject open(Path directory, IProgressMonitor monitor) throws CoreException {
		IWorkspace workspace = ResourcesPlugin.getWorkspace();
		SubMonitor progress = SubMonitor.convert(monitor, 3);
		Optional<IProject> known = Arrays.stream(workspace.getRoot().getProjects())
				.filter(p -> p.getLocation() != null && p.getLocation().toPath().equals(directory)).findFirst();
		IProject project = known.orElseGet(() -> workspace.getRoot().getProject(directory.getFileName().toString()));
		if (!project.exists()) {
			IProjectDescription description = workspace.newProjectDescription(project.getName());
			description.setLocation(IPath.fromPath(directory));
			project.create(description, progress.split(1));
		}
		project.open(progress.split(1));
		project.refreshLocal(IResource.DEPTH_INFINITE, null);
		if (!ProjectLayout.isLivepatch(project)) {
			addNature(project, progress.split(1));
		}
		return project;
	}
}

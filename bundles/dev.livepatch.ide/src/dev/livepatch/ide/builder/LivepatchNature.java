package dev.livepatch.ide.builder;

import java.util.Arrays;
import java.util.stream.Stream;

import org.eclipse.core.resources.ICommand;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IProjectDescription;
import org.eclipse.core.resources.IProjectNature;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;

import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.check.Markers;

/** Gives a project the live patch builder, and takes it away with everything it left. */
public final class LivepatchNature implements IProjectNature {
	private IProject project;

	@Override
	public void configure() throws CoreException {
		IProjectDescription description = project.getDescription();
		ICommand[] commands = description.getBuildSpec();
		if (Arrays.stream(commands).noneMatch(LivepatchNature::isOurs)) {
			ICommand command = description.newCommand();
			command.setBuilderName(LivepatchIde.BUILDER);
			description.setBuildSpec(Stream.concat(Arrays.stream(commands), Stream.of(command)).toArray(ICommand[]::new));
			project.setDescription(description, null);
		}
	}

	@Override
	public void deconfigure() throws CoreException {
		IProjectDescription description = project.getDescription();
		description.setBuildSpec(Arrays.stream(description.getBuildSpec()).filter(c -> !isOurs(c)).toArray(ICommand[]::new));
		project.setDescription(description, null);
		project.deleteMarkers(Markers.PROBLEM, true, IResource.DEPTH_INFINITE);
	}

	private static boolean isOurs(ICommand command) {
		return command.getBuilderName().equals(LivepatchIde.BUILDER);
	}

	@Override
	public IProject getProject() {
		return project;
	}

	@Override
	public void setProject(IProject project) {
		this.project = project;
	}
}

package dev.livepatch.ide.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.exchange.Import;
import dev.livepatch.core.exchange.KeptSeries;
import dev.livepatch.ide.project.ProjectFiles;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.ProjectTemplate;

/** Writes what was imported into a project, new or not: all of it, or nothing. */
public final class ProjectImport {

	private ProjectImport() {
	}

	/** @return the project */
	public static IProject run(Fitting fitting, Import imported, IProgressMonitor monitor) throws CoreException {
		IWorkspace workspace = ResourcesPlugin.getWorkspace();
		String name = fitting.request().name();
		IProject project = fitting.request().project().orElseGet(() -> workspace.getRoot().getProject(name));
		workspace.run(m -> write(project, fitting, imported, SubMonitor.convert(m, NLS.bind(Messages.ProjectImport_task, project.getName()), 100)),
				workspace.getRoot(), IWorkspace.AVOID_UPDATE, monitor);
		return project;
	}

	private static void write(IProject project, Fitting fitting, Import imported, SubMonitor progress) throws CoreException {
		boolean created = fitting.request().project().isEmpty();
		if (created) {
			create(project, fitting.request().kernel(), progress.split(50));
		} else {
			check(project, fitting, imported.change(), progress);
		}
		try {
			fill(ProjectLayout.of(project), fitting.present(), imported, progress.split(50));
		} catch (CoreException e) {
			if (created) {
				project.delete(true, true, null);
			}
			throw e;
		}
	}

	private static void create(IProject project, Path kernel, IProgressMonitor monitor) throws CoreException {
		if (project.exists()) {
			throw new CoreException(Status.error(NLS.bind(Messages.ProjectImport_exists, project.getName())));
		}
		new ProjectTemplate(project.getName(), Optional.empty(), kernel, Optional.empty()).create(monitor);
	}

	private static void check(IProject project, Fitting fitting, ChangeSet change, SubMonitor progress) throws CoreException {
		try {
			if (!fitting.isCurrent(progress::isCanceled)) {
				throw new CoreException(Status.error(NLS.bind(Messages.ProjectImport_changedMeanwhile, project.getName())));
			}
		} catch (IOException e) {
			throw new CoreException(Status.error(e.getMessage(), e));
		}
		IFolder sources = ProjectLayout.of(project).sources();
		if (!LivepatchProject.hasSources(change) && sources.exists() && sources.members().length > 0) {
			throw new CoreException(Status.error(Messages.ProjectImport_cannotHold));
		}
	}

	/** Files in {@code src} where they can say it, else the patch alone. */
	private static void fill(ProjectLayout layout, ChangeSet before, Import imported, SubMonitor progress) throws CoreException {
		progress.setWorkRemaining(imported.change().files().size() + imported.series().size() + 4);
		if (LivepatchProject.hasSources(imported.change())) {
			for (FileChange file : imported.change().files()) {
				IFile target = layout.source(file.path());
				byte[] text = bytes(file.patched().orElseThrow());
				if (target.exists()) {
					target.write(text, true, false, true, progress.split(1));
				} else {
					ProjectFiles.write(target, text, progress.split(1));
				}
			}
			removeReverted(layout, before, imported.change(), progress);
		} else if (layout.sources().exists()) {
			layout.sources().delete(true, progress.split(1));
		}
		write(layout.project().getFile(IPath.fromPath(patchFile(layout))), bytes(imported.patch()), progress.split(1));
		IFolder series = layout.project().getFolder(KeptSeries.DIRECTORY);
		if (series.exists()) {
			// it would no longer be what the project was made from
			series.delete(true, progress.split(1));
		}
		for (Map.Entry<String, String> file : imported.series().entrySet()) {
			write(series.getFile(file.getKey()), bytes(file.getValue()), progress.split(1));
		}
		layout.project().refreshLocal(IResource.DEPTH_ONE, progress.split(1));
	}

	/** Files that the patches have made the kernel's own again. */
	private static void removeReverted(ProjectLayout layout, ChangeSet before, ChangeSet after, SubMonitor progress) throws CoreException {
		for (FileChange file : before.files()) {
			IFile source = layout.source(file.path());
			if (after.file(file.path()).isEmpty() && source.exists()) {
				source.delete(IResource.KEEP_HISTORY, progress.split(1));
			}
		}
	}

	private static Path patchFile(ProjectLayout layout) throws CoreException {
		try {
			return LivepatchProject.open(layout.directory()).patchFile().getFileName();
		} catch (IOException e) {
			throw new CoreException(Status.error(e.getMessage(), e));
		}
	}

	private static void write(IFile file, byte[] text, IProgressMonitor monitor) throws CoreException {
		if (file.exists()) {
			file.write(text, true, false, true, monitor);
		} else {
			ProjectFiles.write(file, text, monitor);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}
}

package dev.livepatch.ide.project;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;

import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.ProjectSettings;
import dev.livepatch.ide.LivepatchIde;

/** Where things lie in a live patch project. */
public record ProjectLayout(IProject project) {
	public static final String SETTINGS = ProjectSettings.FILE;
	public static final String SOURCES = LivepatchProject.SOURCES;
	public static final String PROBES = "verify";
	public static final String OUTPUT = "build";
	public static final String PATCH_EXTENSION = "patch";

	public static ProjectLayout of(IProject project) {
		return new ProjectLayout(project);
	}

	/** The live patch project that a resource lies in; empty if it lies in none that is open. */
	public static Optional<ProjectLayout> containing(IResource resource) {
		return Optional.ofNullable(resource).map(IResource::getProject).filter(ProjectLayout::isLivepatch).map(ProjectLayout::new);
	}

	/** Whether a project is open and has the nature. */
	public static boolean isLivepatch(IProject project) {
		try {
			return project.isAccessible() && project.hasNature(LivepatchIde.NATURE);
		} catch (CoreException e) {
			// closed or deleted in between
			return false;
		}
	}

	public IFile settings() {
		return project.getFile(SETTINGS);
	}

	public IFolder sources() {
		return project.getFolder(SOURCES);
	}

	/** Keeps what is derived, and names directories of this machine, out of the author's repository. */
	public IFile ignored() {
		return project.getFile(".gitignore");
	}

	public IFolder output() {
		return project.getFolder(OUTPUT);
	}

	/** Whether the project's change is a patch file, and not the files in {@code src}. */
	public boolean isPatchOnly() {
		try {
			return !sources().exists() && Arrays.stream(project.members()).anyMatch(m -> PATCH_EXTENSION.equals(m.getFileExtension()));
		} catch (CoreException e) {
			// closed or deleted in between
			return false;
		}
	}

	/** The author's version of a file, which may not exist. */
	public IFile source(String kernelPath) {
		return sources().getFile(IPath.fromPortableString(kernelPath));
	}

	/** The path in the kernel tree that a resource of {@code src} stands for. */
	public Optional<String> kernelPath(IResource resource) {
		IPath path = resource.getProjectRelativePath();
		return path.segmentCount() > 1 && path.segment(0).equals(SOURCES) ? Optional.of(path.removeFirstSegments(1).toString()) : Optional.empty();
	}

	/** The project's directory. */
	public Path directory() {
		return project.getLocation().toPath();
	}

	/** Derived files of checks, apart from those of launches so that neither disturbs the other. */
	public Path checkDirectory() {
		return directory().resolve(OUTPUT).resolve("check");
	}

	/** The reports of launches, a directory for each. */
	public Path runsDirectory() {
		return directory().resolve(OUTPUT).resolve("runs");
	}

	/** Derived files of launches: objects, module, console log. */
	public Path launchDirectory() {
		return directory().resolve(OUTPUT).resolve("launch");
	}
}

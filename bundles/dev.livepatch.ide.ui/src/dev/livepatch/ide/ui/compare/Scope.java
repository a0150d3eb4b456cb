package dev.livepatch.ide.ui.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.ui.IEditorInput;

import dev.livepatch.ide.project.ProjectLayout;

/**
 * The part of a project's change that the user means.
 *
 * @param kernelPaths of files and folders below {@code src}, relative to the kernel tree; the empty path is the whole change
 */
record Scope(IProject project, List<IPath> kernelPaths) {

	Scope {
		kernelPaths = List.copyOf(kernelPaths);
	}

	/** What is selected, by project; resources of other projects are left out. */
	static List<Scope> of(ISelection selection) {
		Map<IProject, List<IPath>> paths = new LinkedHashMap<>();
		if (selection instanceof IStructuredSelection elements) {
			for (Object element : elements) {
				IResource resource = Adapters.adapt(element, IResource.class);
				ProjectLayout.containing(resource).ifPresent(l -> paths.computeIfAbsent(l.project(), p -> new ArrayList<>()).add(kernelPath(l, resource)));
			}
		}
		return paths.entrySet().stream().map(e -> new Scope(e.getKey(), e.getValue())).toList();
	}

	/** What an editor shows. */
	static Optional<Scope> of(IEditorInput input) {
		IResource resource = Adapters.adapt(input, IResource.class);
		return ProjectLayout.containing(resource).map(l -> new Scope(l.project(), List.of(kernelPath(l, resource))));
	}

	/** A project's settings, its patch and the project itself stand for all that it changes. */
	private static IPath kernelPath(ProjectLayout layout, IResource resource) {
		return layout.kernelPath(resource).map(IPath::fromPortableString).orElse(IPath.EMPTY);
	}

	boolean contains(String kernelPath) {
		IPath path = IPath.fromPortableString(kernelPath);
		return kernelPaths.stream().anyMatch(p -> p.isPrefixOf(path));
	}

	/** Whether one file is meant, and it is there to be shown whether it differs or not. */
	boolean isOneFile() {
		return kernelPaths.size() == 1 && resource(kernelPaths.getFirst()) instanceof IFile;
	}

	/** The files of the project that are meant, changed or not. */
	List<IFile> files() throws CoreException {
		Set<IFile> files = new LinkedHashSet<>();
		for (IPath path : kernelPaths) {
			IResource meant = resource(path);
			if (meant != null) {
				meant.accept(r -> r instanceof IFile file ? files.add(file) : true);
			}
		}
		return List.copyOf(files);
	}

	/** Null if there is none any more. */
	private IResource resource(IPath kernelPath) {
		IFolder sources = ProjectLayout.of(project).sources();
		return kernelPath.isEmpty() ? sources.exists() ? sources : null : sources.findMember(kernelPath);
	}
}

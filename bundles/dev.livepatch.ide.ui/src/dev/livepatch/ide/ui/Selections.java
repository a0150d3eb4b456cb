package dev.livepatch.ide.ui;

import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.ui.IWorkbenchPage;

import dev.livepatch.ide.project.ProjectLayout;

/** Which live patch project the user means. */
public final class Selections {

	private Selections() {
	}

	/** The project of what is selected, else of the active editor. */
	public static Optional<IProject> project(ISelection selection, IWorkbenchPage page) {
		Optional<IProject> selected = project(selection);
		return selected.isPresent() || page == null || page.getActiveEditor() == null ? selected : project(page.getActiveEditor().getEditorInput());
	}

	/** The project of the first element. */
	public static Optional<IProject> project(ISelection selection) {
		return selection instanceof IStructuredSelection s && !s.isEmpty() ? project(s.getFirstElement()) : Optional.empty();
	}

	/** The project of a resource, editor input, or what adapts to one. */
	public static Optional<IProject> project(Object element) {
		IResource resource = Adapters.adapt(element, IResource.class);
		// the editor input of a kernel's file stands for no resource, but knows whose kernel it is
		return ProjectLayout.containing(resource != null ? resource : Adapters.adapt(element, IProject.class)).map(ProjectLayout::project);
	}
}

package dev.livepatch.ide.ui.patch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.ISelectionListener;
import org.eclipse.ui.ISelectionService;
import org.eclipse.ui.IWorkbenchPart;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Selections;

/** Which project the view shows: that of the selection or the active editor, unless it is pinned to one. */
final class ProjectFollower {
	private final PatchView view;
	private final ISelectionListener listener = this::selected;
	private boolean pinned;
	private boolean linked;

	ProjectFollower(PatchView view) {
		this.view = view;
	}

	void start() {
		service().addPostSelectionListener(listener);
		follow();
	}

	void stop() {
		service().removePostSelectionListener(listener);
	}

	boolean pinned() {
		return pinned;
	}

	void pin(IProject project) {
		pinned = true;
		view.show(project);
	}

	void follow() {
		pinned = false;
		Optional<IProject> meant = Selections.project(service().getSelection(), view.getSite().getPage());
		view.show(meant.orElseGet(() -> view.project() != null ? view.project() : onlyProject()));
	}

	/** Something is known of a project: if none is shown, it is that one. */
	void noticed(IProject project) {
		if (view.project() == null && !pinned) {
			view.show(ProjectLayout.isLivepatch(project) ? project : onlyProject());
		}
	}

	/** Lets the tree go to the function in which the editor's cursor is. */
	void link(boolean wanted) {
		linked = wanted;
		if (wanted && view.getSite().getPage().getActiveEditor() instanceof IEditorPart editor) {
			reveal(editor, editor.getSite().getSelectionProvider() == null ? null : editor.getSite().getSelectionProvider().getSelection());
		}
	}

	boolean linked() {
		return linked;
	}

	static List<IProject> projects() {
		return Arrays.stream(ResourcesPlugin.getWorkspace().getRoot().getProjects()).filter(ProjectLayout::isLivepatch).toList();
	}

	private static IProject onlyProject() {
		List<IProject> all = projects();
		return all.size() == 1 ? all.getFirst() : null;
	}

	private void selected(IWorkbenchPart part, ISelection selection) {
		if (part == view) {
			return;
		}
		Optional<IProject> meant = part instanceof IEditorPart editor ? Selections.project(editor.getEditorInput()) : Selections.project(selection);
		if (!pinned) {
			meant.ifPresent(view::show);
		}
		if (linked && part instanceof IEditorPart editor) {
			reveal(editor, selection);
		}
	}

	private void reveal(IEditorPart editor, ISelection selection) {
		IResource file = Adapters.adapt(editor.getEditorInput(), IResource.class);
		if (selection instanceof ITextSelection text && file != null && file.getProject().equals(view.project())) {
			ProjectLayout.of(file.getProject()).kernelPath(file).ifPresent(path -> view.tree().reveal(path, text.getStartLine() + 1));
		}
	}

	private ISelectionService service() {
		return view.getSite().getWorkbenchWindow().getSelectionService();
	}
}

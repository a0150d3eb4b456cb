package dev.livepatch.ide.ui.listing;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.ide.listing.WantedFunction;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Selections;
import dev.livepatch.ide.ui.kernel.KernelFileInput;

/** Compares the code of the function that the parameters name, else of the one that is selected, else of the one at the cursor of the editor, else of the first that the project changes. */
public final class CompareFunctionHandler extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) throws ExecutionException {
		String named = event.getParameter(CompareFunction.PROJECT);
		String function = event.getParameter(CompareFunction.FUNCTION);
		IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
		Optional<IProject> project = named == null ? project(event) : Optional.of(ResourcesPlugin.getWorkspace().getRoot().getProject(named)).filter(ProjectLayout::isLivepatch);
		if (project.isEmpty()) {
			MessageDialog.openInformation(window.getShell(), Messages.CompareFunctionHandler_title, Messages.CompareFunctionHandler_noProject);
			return null;
		}
		WantedFunction wanted = function == null ? wanted(event) : new WantedFunction.Named(function, Optional.ofNullable(event.getParameter(CompareFunction.OBJECT)));
		CompareFunction.open(project.get(), wanted);
		return null;
	}

	private static Optional<IProject> project(ExecutionEvent event) {
		return Selections.project(HandlerUtil.getCurrentSelection(event), HandlerUtil.getActiveWorkbenchWindow(event).getActivePage());
	}

	private static WantedFunction wanted(ExecutionEvent event) {
		WantedFunction selected = HandlerUtil.getCurrentSelection(event) instanceof IStructuredSelection s && !s.isEmpty() ? Adapters.adapt(s.getFirstElement(), WantedFunction.class) : null;
		if (selected != null) {
			return selected;
		}
		IEditorPart editor = HandlerUtil.getActivePart(event) instanceof IEditorPart active ? active : null;
		ITextEditor text = editor == null ? null : Adapters.adapt(editor, ITextEditor.class);
		if (text == null || !(text.getSelectionProvider().getSelection() instanceof ITextSelection selection)) {
			return new WantedFunction.AnyChanged();
		}
		Optional<String> path = text.getEditorInput() instanceof KernelFileInput kernelFile ? Optional.of(kernelFile.kernelPath())
				: Optional.ofNullable(Adapters.adapt(text.getEditorInput(), IResource.class)).flatMap(r -> ProjectLayout.of(r.getProject()).kernelPath(r));
		return path.isEmpty() ? new WantedFunction.AnyChanged() : new WantedFunction.AtLine(path.get(), selection.getStartLine() + 1);
	}
}

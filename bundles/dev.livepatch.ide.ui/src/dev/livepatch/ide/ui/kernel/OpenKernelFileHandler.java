package dev.livepatch.ide.ui.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.window.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.dialogs.ElementListSelectionDialog;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.Selections;

/** Asks for a file of the kernel of the project at hand, and opens it. */
public final class OpenKernelFileHandler extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) throws ExecutionException {
		IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
		Optional<IProject> project = Selections.project(HandlerUtil.getCurrentSelection(event), window.getActivePage())
				.or(() -> choose(window.getShell()));
		if (project.isPresent()) {
			KernelFileDialog dialog = new KernelFileDialog(window.getShell(), project.get(), kernelPath(HandlerUtil.getActiveEditorInput(event)));
			if (dialog.open() == Window.OK && dialog.kernelPath() != null) {
				try {
					reveal(KernelFiles.open(window.getActivePage(), project.get(), dialog.kernel(), dialog.kernelPath()), dialog.line());
				} catch (PartInitException e) {
					throw new ExecutionException(NLS.bind(Messages.notOpened, dialog.kernelPath()), e);
				}
			}
		}
		return null;
	}

	/** The kernel path of what an editor shows; empty if it is no file of the kernel. */
	private static String kernelPath(IEditorInput input) {
		if (input instanceof KernelFileInput kernelFile) {
			return kernelFile.kernelPath();
		}
		IResource resource = Adapters.adapt(input, IResource.class);
		return ProjectLayout.containing(resource).flatMap(l -> l.kernelPath(resource)).orElse("");
	}

	private static void reveal(IEditorPart opened, OptionalInt line) {
		ITextEditor editor = Adapters.adapt(opened, ITextEditor.class);
		IDocument document = editor == null ? null : editor.getDocumentProvider().getDocument(editor.getEditorInput());
		if (document != null && line.isPresent()) {
			try {
				int shown = Math.clamp(line.getAsInt(), 1, document.getNumberOfLines());
				editor.selectAndReveal(document.getLineOffset(shown - 1), 0);
			} catch (BadLocationException e) {
				ILog.of(OpenKernelFileHandler.class).warn("Line " + line.getAsInt() + " cannot be shown", e);
			}
		}
	}

	private static Optional<IProject> choose(Shell shell) {
		List<IProject> projects = Arrays.stream(ResourcesPlugin.getWorkspace().getRoot().getProjects()).filter(ProjectLayout::isLivepatch).toList();
		if (projects.isEmpty()) {
			MessageDialog.openInformation(shell, Messages.title,
					Messages.noProject);
			return Optional.empty();
		}
		if (projects.size() == 1) {
			return Optional.of(projects.get(0));
		}
		ElementListSelectionDialog dialog = new ElementListSelectionDialog(shell,
				LabelProvider.createTextImageProvider(p -> ((IProject) p).getName(), p -> Icons.LIVEPATCH.image()));
		dialog.setTitle(Messages.title);
		dialog.setMessage(Messages.whichKernel);
		dialog.setElements(projects.toArray());
		return dialog.open() == Window.OK ? Optional.of((IProject) dialog.getFirstResult()) : Optional.empty();
	}
}

package dev.livepatch.ide.ui.compare;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.commands.operations.IUndoableOperation;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.ide.undo.DeleteResourcesOperation;
import org.eclipse.ui.ide.undo.WorkspaceUndoUtil;

/** <em>Replace With &gt; Kernel Version</em>: a file that is as the kernel's is none of the project's, so it is removed. Can be undone. */
public final class ReplaceWithKernelHandler extends AbstractHandler {
	private static final int MOST_NAMES = 10;

	@Override
	public Object execute(ExecutionEvent event) throws ExecutionException {
		Shell shell = HandlerUtil.getActiveShellChecked(event);
		List<IFile> files = new ArrayList<>();
		try {
			for (Scope scope : CompareWithKernelHandler.meant(event)) {
				files.addAll(scope.files());
			}
		} catch (CoreException e) {
			throw new ExecutionException(e.getMessage(), e);
		}
		if (files.isEmpty()) {
			MessageDialog.openInformation(shell, Messages.ReplaceWithKernelHandler_title, Messages.ReplaceWithKernelHandler_none);
		} else if (MessageDialog.openConfirm(shell, Messages.ReplaceWithKernelHandler_title, question(files))) {
			remove(shell, files);
		}
		return null;
	}

	private static String question(List<IFile> files) {
		String names = files.stream().limit(MOST_NAMES).map(f -> f.getProjectRelativePath().toString()).collect(Collectors.joining("\n"));
		String more = files.size() > MOST_NAMES ? "\n" + NLS.bind(Messages.ReplaceWithKernelHandler_more, files.size() - MOST_NAMES) : "";
		return NLS.bind(Messages.ReplaceWithKernelHandler_question, names + more);
	}

	private static void remove(Shell shell, List<IFile> files) throws ExecutionException {
		IUndoableOperation operation = new DeleteResourcesOperation(files.toArray(IResource[]::new), Messages.ReplaceWithKernelHandler_title, false);
		operation.addContext(WorkspaceUndoUtil.getWorkspaceUndoContext());
		try {
			PlatformUI.getWorkbench().getProgressService().run(true, true, monitor -> {
				try {
					PlatformUI.getWorkbench().getOperationSupport().getOperationHistory().execute(operation, monitor, WorkspaceUndoUtil.getUIInfoAdapter(shell));
				} catch (ExecutionException e) {
					throw new InvocationTargetException(e);
				}
			});
		} catch (InvocationTargetException e) {
			throw new ExecutionException(Messages.ReplaceWithKernelHandler_failed, e.getCause());
		} catch (InterruptedException e) {
			// the user stopped it
			Thread.currentThread().interrupt();
		}
	}
}

package dev.livepatch.ide.ui.compare;

import java.util.List;

import org.eclipse.compare.CompareUI;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IReusableEditor;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.handlers.HandlerUtil;

/** <em>Compare With &gt; Kernel</em>: what is selected, or the active editor's file, side by side with the kernel's version. */
public final class CompareWithKernelHandler extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) throws ExecutionException {
		IWorkbenchPage page = HandlerUtil.getActiveWorkbenchWindowChecked(event).getActivePage();
		for (Scope scope : meant(event)) {
			open(page, new KernelComparison(scope));
		}
		return null;
	}

	/** What the user means: in an editor its file, else what is selected. */
	static List<Scope> meant(ExecutionEvent event) {
		IEditorInput input = HandlerUtil.getActivePart(event) instanceof IEditorPart editor ? editor.getEditorInput() : null;
		List<Scope> selected = input == null ? Scope.of(HandlerUtil.getCurrentSelection(event)) : List.of();
		IEditorInput active = input != null ? input : HandlerUtil.getActiveEditorInput(event);
		return selected.isEmpty() ? Scope.of(active).stream().toList() : selected;
	}

	/** In the editor that shows the same already, if there is one: what it compares is found out anew. */
	private static void open(IWorkbenchPage page, KernelComparison comparison) {
		IEditorPart editor = page.findEditor(comparison);
		if (editor == null) {
			CompareUI.openCompareEditorOnPage(comparison, page);
		} else {
			if (editor instanceof IReusableEditor reusable && !editor.isDirty()) {
				CompareUI.reuseCompareEditor(comparison, reusable);
			}
			page.activate(editor);
		}
	}
}

package dev.livepatch.ide.ui.quickdiff;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.jface.text.source.IAnnotationModelExtension;
import org.eclipse.jface.text.source.IChangeRulerColumn;
import org.eclipse.jface.text.source.ILineDifferExtension;
import org.eclipse.jface.text.source.IVerticalRuler;
import org.eclipse.jface.text.source.IVerticalRulerInfo;
import org.eclipse.ui.IEditorReference;
import org.eclipse.ui.IPartListener2;
import org.eclipse.ui.IWindowListener;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPartReference;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.texteditor.IDocumentProvider;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.texteditor.ITextEditorExtension3;
import org.eclipse.ui.texteditor.quickdiff.QuickDiff;

/**
 * Has editors of a project's files compare with the kernel from the start, whatever reference the user has chosen for all other files.
 * What the user chooses in such an editor afterwards stays.
 */
final class ChangeBars implements IPartListener2, IWindowListener {
	private static ChangeBars installed;
	/** Annotation models of documents that have had their reference. */
	private final Set<IAnnotationModel> seen = Collections.newSetFromMap(new WeakHashMap<>());

	private ChangeBars() {
	}

	/** From now on, for editors open already too. To be called in the UI thread. */
	static void install() {
		if (installed == null) {
			installed = new ChangeBars();
			PlatformUI.getWorkbench().addWindowListener(installed);
			for (IWorkbenchWindow window : PlatformUI.getWorkbench().getWorkbenchWindows()) {
				installed.windowOpened(window);
			}
		}
	}

	@Override
	public void windowOpened(IWorkbenchWindow window) {
		window.getPartService().addPartListener(this);
		for (IWorkbenchPage page : window.getPages()) {
			for (IEditorReference editor : page.getEditorReferences()) {
				partOpened(editor);
			}
		}
	}

	@Override
	public void windowClosed(IWorkbenchWindow window) {
		window.getPartService().removePartListener(this);
	}

	@Override
	public void windowActivated(IWorkbenchWindow window) {
		// only its opening matters
	}

	@Override
	public void windowDeactivated(IWorkbenchWindow window) {
		// only its closing matters
	}

	@Override
	public void partOpened(IWorkbenchPartReference reference) {
		ITextEditor editor = Adapters.adapt(reference.getPart(false), ITextEditor.class);
		if (editor != null && KernelReference.sourceFile(editor.getEditorInput()).isPresent()) {
			compareWithKernel(editor);
		}
	}

	/** A file of the kernel became the project's with its first edit. */
	@Override
	public void partInputChanged(IWorkbenchPartReference reference) {
		partOpened(reference);
	}

	private void compareWithKernel(ITextEditor editor) {
		IDocumentProvider provider = editor.getDocumentProvider();
		IAnnotationModel model = provider == null ? null : provider.getAnnotationModel(editor.getEditorInput());
		if (!(model instanceof IAnnotationModelExtension attachments) || !seen.add(model)) {
			return;
		}
		boolean showing = editor instanceof ITextEditorExtension3 bars && bars.isChangeInformationShowing();
		IAnnotationModel differ = new QuickDiff().createQuickDiffAnnotationModel(editor, KernelReference.ID);
		if (attachments.getAnnotationModel(IChangeRulerColumn.QUICK_DIFF_MODEL_ID) != null) {
			attachments.removeAnnotationModel(IChangeRulerColumn.QUICK_DIFF_MODEL_ID);
		}
		attachments.addAnnotationModel(IChangeRulerColumn.QUICK_DIFF_MODEL_ID, differ);
		if (showing && editor.getAdapter(IVerticalRulerInfo.class) instanceof IVerticalRuler ruler) {
			// has the column look for its differ again
			ruler.setModel(model);
		} else if (differ instanceof ILineDifferExtension idle) {
			// resumed with the kernel as its reference once the user wants to see bars
			idle.suspend();
		}
	}
}

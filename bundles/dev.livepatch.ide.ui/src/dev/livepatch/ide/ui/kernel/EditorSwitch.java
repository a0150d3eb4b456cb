package dev.livepatch.ide.ui.kernel;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextOperationTarget;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IEditorReference;
import org.eclipse.ui.IReusableEditor;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.part.FileEditorInput;
import org.eclipse.ui.texteditor.IDocumentProvider;
import org.eclipse.ui.texteditor.ITextEditor;

/** Moves editors from a file of the kernel to the project's copy of it: text, caret and scroll position stay. */
final class EditorSwitch {

	private EditorSwitch() {
	}

	/** @param from the provider that holds the edited text of the input */
	static void hand(KernelFileInput input, IDocumentProvider from, IFile file) {
		IDocument edited = from.getDocument(input);
		if (edited == null) {
			return;
		}
		String text = edited.get();
		for (IWorkbenchWindow window : PlatformUI.getWorkbench().getWorkbenchWindows()) {
			for (IWorkbenchPage page : window.getPages()) {
				for (IEditorReference reference : page.findEditors(input, null, IWorkbenchPage.MATCH_INPUT)) {
					IEditorPart editor = reference.getEditor(false);
					if (editor instanceof ITextEditor textEditor && editor instanceof IReusableEditor reusable) {
						hand(page, textEditor, reusable, file, text);
					}
				}
			}
		}
	}

	private static void hand(IWorkbenchPage page, ITextEditor editor, IReusableEditor reusable, IFile file, String text) {
		ITextViewer viewer = editor.getAdapter(ITextOperationTarget.class) instanceof ITextViewer v ? v : null;
		int top = viewer == null ? 0 : viewer.getTopIndex();
		int caret = editor.getSelectionProvider().getSelection() instanceof ITextSelection s ? s.getOffset() : 0;
		page.reuseEditor(reusable, new FileEditorInput(file));
		IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
		if (document != null) {
			replace(document, text);
			editor.selectAndReveal(Math.min(caret, document.getLength()), 0);
		}
		if (viewer != null) {
			viewer.setTopIndex(top);
		}
	}

	/** Only what differs, so that undo takes back the author's edit and nothing else. */
	private static void replace(IDocument document, String text) {
		String before = document.get();
		int shorter = Math.min(before.length(), text.length());
		int head = 0;
		while (head < shorter && before.charAt(head) == text.charAt(head)) {
			head++;
		}
		int tail = 0;
		while (tail < shorter - head && before.charAt(before.length() - 1 - tail) == text.charAt(text.length() - 1 - tail)) {
			tail++;
		}
		try {
			if (head + tail < Math.max(before.length(), text.length())) {
				document.replace(head, before.length() - head - tail, text.substring(head, text.length() - tail));
			}
		} catch (BadLocationException e) {
			ILog.of(EditorSwitch.class).error("The first edit of a kernel file was lost", e);
		}
	}
}

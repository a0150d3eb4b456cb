package dev.livepatch.ide.ui.source;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRewriteTarget;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.text.edits.MalformedTreeException;
import org.eclipse.text.edits.MultiTextEdit;
import org.eclipse.text.edits.TextEdit;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.texteditor.ITextEditorExtension2;

/** Turns the selected lines into comments, or back if all of them are. */
public final class ToggleCommentHandler extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) throws ExecutionException {
		ITextEditor editor = Adapters.adapt(HandlerUtil.getActiveEditor(event), ITextEditor.class);
		// a file of the kernel is copied into the project now
		if (editor == null || !(editor.getSelectionProvider().getSelection() instanceof ITextSelection selection)
				|| editor instanceof ITextEditorExtension2 validated && !validated.validateEditorInputState()) {
			return null;
		}
		IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
		IRewriteTarget undo = editor.getAdapter(IRewriteTarget.class);
		undo.beginCompoundChange();
		try {
			toggle(document, selection.getStartLine(), lastLine(document, selection));
		} catch (MalformedTreeException | BadLocationException e) {
			throw new ExecutionException("The lines cannot be made comments", e);
		} finally {
			undo.endCompoundChange();
		}
		return null;
	}

	/** A selection that ends at the beginning of a line does not mean that line. */
	private static int lastLine(IDocument document, ITextSelection selection) throws BadLocationException {
		int last = selection.getEndLine();
		boolean before = selection.getLength() > 0 && last > selection.getStartLine()
				&& document.getLineOffset(last) == selection.getOffset() + selection.getLength();
		return before ? last - 1 : last;
	}

	private static void toggle(IDocument document, int first, int last) throws BadLocationException {
		TextEdit edits = new MultiTextEdit();
		edits.addChildren(LineComments.toggle(document, first, last).toArray(TextEdit[]::new));
		edits.apply(document);
	}
}

package dev.livepatch.ide.ui.declaration;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.ide.ui.StatusLine;

/** Goes from the name at the caret to its declaration. */
public final class OpenDeclarationHandler extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) {
		ITextEditor editor = Adapters.adapt(HandlerUtil.getActiveEditor(event), ITextEditor.class);
		if (editor != null && editor.getSelectionProvider().getSelection() instanceof ITextSelection selection) {
			SourcePlace.at(editor, selection.getOffset()).ifPresentOrElse(place -> new OpenDeclaration(editor, place).start(),
					() -> StatusLine.say(editor, Messages.noName));
		}
		return null;
	}
}

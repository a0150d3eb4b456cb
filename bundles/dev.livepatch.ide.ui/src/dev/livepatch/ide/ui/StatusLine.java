package dev.livepatch.ide.ui;

import org.eclipse.ui.texteditor.IEditorStatusLine;
import org.eclipse.ui.texteditor.ITextEditor;

/** Where an editor says why a command does nothing, when nothing has gone wrong. */
public final class StatusLine {

	private StatusLine() {
	}

	public static void say(ITextEditor editor, String message) {
		IEditorStatusLine line = editor.getAdapter(IEditorStatusLine.class);
		if (line != null) {
			line.setMessage(true, message, null);
		}
	}
}

package dev.livepatch.ide.ui.search;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.search.ui.NewSearchUI;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.search.FileNames;
import dev.livepatch.core.search.SearchText;
import dev.livepatch.ide.ui.Selections;
import dev.livepatch.ide.ui.StatusLine;

/** Looks in all sources of the kernel for what is selected in an editor, else for the word at its caret. */
public final class SearchWordHandler extends AbstractHandler {

	@Override
	public Object execute(ExecutionEvent event) {
		ITextEditor editor = Adapters.adapt(HandlerUtil.getActiveEditor(event), ITextEditor.class);
		if (editor == null) {
			return null;
		}
		Optional<IProject> project = Selections.project(editor.getEditorInput());
		Optional<SearchText> text = CaretWord.in(editor);
		if (project.isPresent() && text.isPresent()) {
			NewSearchUI.runQueryInBackground(new KernelSearchQuery(project.get(), text.get(), FileNames.of("")));
		} else {
			StatusLine.say(editor, Messages.noWord);
		}
		return null;
	}
}

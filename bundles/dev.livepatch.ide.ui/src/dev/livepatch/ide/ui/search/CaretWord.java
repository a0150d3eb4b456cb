package dev.livepatch.ide.ui.search;

import java.util.Optional;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.search.SearchText;

/** What the author points at in an editor, as something to look for: what is selected of a line, else the word that the caret is in or at, in comments and strings, too. */
final class CaretWord {

	private CaretWord() {
	}

	static Optional<SearchText> in(ITextEditor editor) {
		IDocument document = editor.getDocumentProvider() == null ? null : editor.getDocumentProvider().getDocument(editor.getEditorInput());
		if (document == null || !(editor.getSelectionProvider().getSelection() instanceof ITextSelection selection)) {
			return Optional.empty();
		}
		try {
			IRegion line = document.getLineInformationOfOffset(selection.getOffset());
			int from = selection.getOffset() - line.getOffset();
			return at(document.get(line.getOffset(), line.getLength()), from, Math.min(from + selection.getLength(), line.getLength()));
		} catch (BadLocationException e) {
			// edited meanwhile
			return Optional.empty();
		}
	}

	private static Optional<SearchText> at(String line, int from, int to) {
		if (to > from) {
			String selected = line.substring(from, to).strip();
			boolean word = selected.chars().allMatch(CaretWord::isWord);
			return selected.isEmpty() ? Optional.empty() : Optional.of(word ? SearchText.name(selected) : new SearchText(selected, false, true, false));
		}
		int start = from;
		while (start > 0 && isWord(line.charAt(start - 1))) {
			start--;
		}
		int end = from;
		while (end < line.length() && isWord(line.charAt(end))) {
			end++;
		}
		return end > start ? Optional.of(SearchText.name(line.substring(start, end))) : Optional.empty();
	}

	private static boolean isWord(int c) {
		return c == '_' || c < 0x80 && Character.isLetterOrDigit(c);
	}
}

package dev.livepatch.ide.ui.source;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.text.edits.DeleteEdit;
import org.eclipse.text.edits.InsertEdit;
import org.eclipse.text.edits.TextEdit;

/** Comments of a line each. */
final class LineComments {
	private static final String MARK = "//";

	private LineComments() {
	}

	/** The edits that make lines comments; that take the marks away, if all lines with any text have them. */
	static List<TextEdit> toggle(IDocument document, int first, int last) throws BadLocationException {
		List<Integer> texts = new ArrayList<>();
		for (int line = first; line <= last; line++) {
			IRegion region = document.getLineInformation(line);
			String text = document.get(region.getOffset(), region.getLength());
			if (!text.isBlank()) {
				texts.add(region.getOffset() + text.length() - text.stripLeading().length());
			}
		}
		boolean comments = true;
		for (int at : texts) {
			comments &= marked(document, at);
		}
		List<TextEdit> edits = new ArrayList<>();
		for (int at : texts) {
			edits.add(comments ? new DeleteEdit(at, MARK.length()) : new InsertEdit(lineStart(document, at), MARK));
		}
		return edits;
	}

	private static boolean marked(IDocument document, int at) throws BadLocationException {
		return at + MARK.length() <= document.getLength() && document.get(at, MARK.length()).equals(MARK);
	}

	private static int lineStart(IDocument document, int at) throws BadLocationException {
		return document.getLineInformationOfOffset(at).getOffset();
	}
}

package dev.livepatch.ide.ui.listing;

import java.util.ArrayDeque;
import java.util.Deque;

import org.eclipse.jface.preference.JFacePreferences;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.TextAttribute;
import org.eclipse.jface.text.rules.IToken;
import org.eclipse.jface.text.rules.ITokenScanner;
import org.eclipse.jface.text.rules.Token;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;

import dev.livepatch.core.listing.ListingText;

/** Tells source lines, offsets, labels and notes from the instructions, in the theme's colours. */
final class ListingScanner implements ITokenScanner {

	private record Part(int offset, int length, IToken token) {
	}

	private final IToken aside = token(JFacePreferences.QUALIFIER_COLOR, SWT.NORMAL);
	private final IToken source = token("dev.livepatch.ide.ui.source.comment", SWT.NORMAL);
	private final IToken note = token(JFacePreferences.DECORATIONS_COLOR, SWT.ITALIC);
	private final IToken label = new Token(new TextAttribute(null, null, SWT.BOLD));
	private final IToken plain = new Token(new TextAttribute(null));
	private final Deque<Part> parts = new ArrayDeque<>();
	private Part current;

	private static IToken token(String color, int style) {
		Color foreground = JFaceResources.getColorRegistry().get(color);
		return new Token(new TextAttribute(foreground, null, style));
	}

	@Override
	public void setRange(IDocument document, int offset, int length) {
		parts.clear();
		try {
			for (int at = offset; at < offset + length;) {
				IRegion line = document.getLineInformationOfOffset(at);
				add(document.get(line.getOffset(), line.getLength()), line.getOffset());
				at = Math.max(at + 1, line.getOffset() + line.getLength() + delimiter(document, line));
			}
		} catch (BadLocationException e) {
			// the document has changed meanwhile, and will be painted anew
			parts.clear();
		}
	}

	private static int delimiter(IDocument document, IRegion line) throws BadLocationException {
		String delimiter = document.getLineDelimiter(document.getLineOfOffset(line.getOffset()));
		return delimiter == null ? 1 : delimiter.length();
	}

	private void add(String line, int offset) {
		int code = ListingText.offset(line);
		if (line.startsWith(ListingText.SOURCE)) {
			part(offset, line.length(), source);
		} else if (code == 0) {
			part(offset, line.length(), label);
		} else {
			int end = line.indexOf(ListingText.NOTE);
			end = end < 0 ? line.length() : end;
			part(offset, code, aside);
			part(offset + code, end - code, plain);
			part(offset + end, line.length() - end, note);
		}
	}

	private void part(int offset, int length, IToken token) {
		if (length > 0) {
			parts.add(new Part(offset, length, token));
		}
	}

	@Override
	public IToken nextToken() {
		current = parts.poll();
		return current == null ? Token.EOF : current.token();
	}

	@Override
	public int getTokenOffset() {
		return current.offset();
	}

	@Override
	public int getTokenLength() {
		return current.length();
	}
}

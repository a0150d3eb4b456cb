package dev.livepatch.ide.ui.source;

import org.eclipse.jface.text.IDocumentExtension3;
import org.eclipse.jface.text.source.DefaultCharacterPairMatcher;

/** The brackets that belong together in C. */
public final class CBrackets extends DefaultCharacterPairMatcher {

	public CBrackets() {
		super(new char[] { '(', ')', '{', '}', '[', ']' }, IDocumentExtension3.DEFAULT_PARTITIONING, true);
	}
}

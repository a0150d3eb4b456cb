package dev.livepatch.ide.ui.declaration;

import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.hyperlink.AbstractHyperlinkDetector;
import org.eclipse.jface.text.hyperlink.IHyperlink;
import org.eclipse.ui.texteditor.ITextEditor;

/** Makes each name in the sources of a live patch a link to its declaration; whether there is one is found out by following it. */
public final class DeclarationLinks extends AbstractHyperlinkDetector {

	@Override
	public IHyperlink[] detectHyperlinks(ITextViewer viewer, IRegion region, boolean several) {
		ITextEditor editor = getAdapter(ITextEditor.class);
		return editor == null ? null : SourcePlace.at(editor, region.getOffset()).map(place -> new IHyperlink[] { new Link(editor, place) }).orElse(null);
	}

	private record Link(ITextEditor editor, SourcePlace place) implements IHyperlink {
		@Override
		public IRegion getHyperlinkRegion() {
			return place.region();
		}

		@Override
		public String getTypeLabel() {
			return Messages.linkText;
		}

		@Override
		public String getHyperlinkText() {
			return Messages.linkText;
		}

		@Override
		public void open() {
			new OpenDeclaration(editor, place).start();
		}
	}
}

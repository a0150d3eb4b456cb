package dev.livepatch.ide.ui.listing;

import org.eclipse.compare.CompareConfiguration;
import org.eclipse.compare.contentmergeviewer.TextMergeViewer;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.TextViewer;
import org.eclipse.jface.text.presentation.PresentationReconciler;
import org.eclipse.jface.text.rules.DefaultDamagerRepairer;
import org.eclipse.swt.widgets.Composite;

/** Two listings side by side, scrolled together. */
final class ListingViewer extends TextMergeViewer {

	ListingViewer(Composite parent, CompareConfiguration configuration) {
		super(parent, configuration);
	}

	@Override
	protected void configureTextViewer(TextViewer viewer) {
		PresentationReconciler reconciler = new PresentationReconciler();
		DefaultDamagerRepairer painter = new DefaultDamagerRepairer(new ListingScanner());
		reconciler.setDamager(painter, IDocument.DEFAULT_CONTENT_TYPE);
		reconciler.setRepairer(painter, IDocument.DEFAULT_CONTENT_TYPE);
		reconciler.install(viewer);
	}

	@Override
	public String getTitle() {
		return Messages.ListingViewer_title;
	}
}

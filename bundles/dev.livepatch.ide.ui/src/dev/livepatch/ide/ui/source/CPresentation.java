package dev.livepatch.ide.ui.source;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.Region;
import org.eclipse.jface.text.TextPresentation;
import org.eclipse.jface.text.presentation.PresentationReconciler;
import org.eclipse.jface.util.IPropertyChangeListener;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.ui.editors.text.EditorsUI;
import org.eclipse.ui.texteditor.AbstractDecoratedTextEditorPreferenceConstants;

/** Colours C files. A long one is painted in pieces, those in sight first, so that the UI thread has its turn in between. */
public final class CPresentation extends PresentationReconciler {
	/** Characters painted in one go: some milliseconds. */
	private static final int PIECE = 1 << 15;
	/** Columns of the kernel's tabs. */
	private static final int TAB_WIDTH = 8;
	private final Highlighter highlighter = new Highlighter();
	private final IPropertyChangeListener themeListener = event -> {
		if (event.getProperty().startsWith(Palette.PREFIX)) {
			repaint();
		}
	};
	private ITextViewer viewer;
	/** What is left to be painted; moves with the edits. */
	private Position rest;
	private IDocument restOf;

	public CPresentation() {
		setDamager(highlighter, IDocument.DEFAULT_CONTENT_TYPE);
		setRepairer(highlighter, IDocument.DEFAULT_CONTENT_TYPE);
	}

	@Override
	public void install(ITextViewer textViewer) {
		viewer = textViewer;
		JFaceResources.getColorRegistry().addListener(themeListener);
		super.install(textViewer);
		textViewer.getTextWidget().getDisplay().asyncExec(this::useKernelTabs);
	}

	@Override
	public void uninstall() {
		JFaceResources.getColorRegistry().removeListener(themeListener);
		finish();
		super.uninstall();
		viewer = null;
	}

	@Override
	protected TextPresentation createPresentation(IRegion damage, IDocument document) {
		if (damage.getLength() <= PIECE) {
			return super.createPresentation(damage, document);
		}
		finish();
		restOf = document;
		rest = new Position(damage.getOffset() + PIECE, damage.getLength() - PIECE);
		try {
			document.addPosition(rest);
		} catch (BadLocationException e) {
			throw new IllegalStateException(e);
		}
		later(this::paintVisible);
		return super.createPresentation(new Region(damage.getOffset(), PIECE), document);
	}

	private void later(Runnable step) {
		StyledText text = viewer.getTextWidget();
		text.getDisplay().asyncExec(() -> {
			if (rest != null && viewer != null && viewer.getTextWidget() != null && viewer.getDocument() == restOf) {
				step.run();
			}
		});
	}

	private void paintVisible() {
		try {
			int start = restOf.getLineOffset(Math.max(0, viewer.getTopIndex()));
			// the viewer gives the offset of the last character
			int end = Math.min(Math.max(start, viewer.getBottomIndexEndOffset() + 1), start + PIECE);
			paint(new Region(start, Math.min(end, restOf.getLength()) - start));
		} catch (BadLocationException e) {
			// scrolled or edited meanwhile: its turn comes with the others
		}
		later(this::paintNext);
	}

	private void paintNext() {
		int length = Math.min(PIECE, rest.getLength());
		if (rest.isDeleted() || length == 0) {
			finish();
			return;
		}
		Region piece = new Region(rest.getOffset(), length);
		rest.setOffset(rest.getOffset() + length);
		rest.setLength(rest.getLength() - length);
		paint(piece);
		later(this::paintNext);
	}

	private void paint(Region piece) {
		TextPresentation presentation = super.createPresentation(piece, restOf);
		if (presentation != null) {
			viewer.changeTextPresentation(presentation, false);
		}
	}

	private void finish() {
		if (rest != null) {
			restOf.removePosition(rest);
			rest = null;
			restOf = null;
		}
	}

	private void repaint() {
		highlighter.refreshPalette();
		if (viewer != null && viewer.getDocument() != null) {
			viewer.invalidateTextPresentation();
		}
	}

	/** The kernel is written for tabs of eight columns; a width that the user has chosen stays. */
	private void useKernelTabs() {
		StyledText text = viewer == null ? null : viewer.getTextWidget();
		if (text != null && !text.isDisposed() && EditorsUI.getPreferenceStore().isDefault(AbstractDecoratedTextEditorPreferenceConstants.EDITOR_TAB_WIDTH)) {
			text.setTabs(TAB_WIDTH);
		}
	}
}

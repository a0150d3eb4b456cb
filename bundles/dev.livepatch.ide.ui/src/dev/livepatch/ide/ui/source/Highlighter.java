package dev.livepatch.ide.ui.source;

import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITypedRegion;
import org.eclipse.jface.text.Region;
import org.eclipse.jface.text.TextAttribute;
import org.eclipse.jface.text.TextPresentation;
import org.eclipse.jface.text.presentation.IPresentationDamager;
import org.eclipse.jface.text.presentation.IPresentationRepairer;
import org.eclipse.swt.custom.StyleRange;

/** Gives the lines of one document their colours. */
final class Highlighter implements IPresentationDamager, IPresentationRepairer {
	private IDocument document;
	private LineStates states;
	private Palette palette = new Palette();

	/** Takes the colours of the theme anew; what is painted already does not change. */
	void refreshPalette() {
		palette = new Palette();
	}

	@Override
	public void setDocument(IDocument next) {
		// called for the damager and for the repairer
		if (next != document) {
			if (states != null) {
				states.dispose();
			}
			document = next;
			states = next == null ? null : new LineStates(next);
		}
	}

	@Override
	public IRegion getDamageRegion(ITypedRegion partition, DocumentEvent event, boolean partitioningChanged) {
		try {
			int start = document.getLineInformationOfOffset(event.getOffset()).getOffset();
			int inserted = event.getOffset() + (event.getText() == null ? 0 : event.getText().length());
			int end = Math.clamp(Math.max(states.damageEnd(), inserted), start, document.getLength());
			return new Region(start, end - start);
		} catch (BadLocationException e) {
			return partition;
		}
	}

	@Override
	public void createPresentation(TextPresentation presentation, ITypedRegion damage) {
		try {
			int end = damage.getOffset() + damage.getLength();
			int first = document.getLineOfOffset(damage.getOffset());
			states.tokens(first, document.getLineOfOffset(end), (kind, from, to) -> {
				TextAttribute look = palette.attribute(kind);
				int start = Math.max(from, damage.getOffset());
				int stop = Math.min(to, end);
				if (look != null && start < stop) {
					presentation.addStyleRange(new StyleRange(start, stop - start, look.getForeground(), look.getBackground(), look.getStyle()));
				}
			});
		} catch (BadLocationException e) {
			ILog.of(Highlighter.class).error("A part of a C file has no colours", e);
		}
	}
}

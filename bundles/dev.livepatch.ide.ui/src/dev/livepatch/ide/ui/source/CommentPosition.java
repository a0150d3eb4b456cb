package dev.livepatch.ide.ui.source;

import java.util.stream.Stream;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.Region;
import org.eclipse.jface.text.source.projection.IProjectionPosition;

/** A comment that is folded away behind the first of its lines that has any text: the kernel's style leaves the first of all to the asterisks. */
final class CommentPosition extends Position implements IProjectionPosition {

	CommentPosition(int offset, int length) {
		super(offset, length);
	}

	@Override
	public IRegion[] computeProjectionRegions(IDocument document) throws BadLocationException {
		IRegion caption = caption(document);
		int behind = caption.getOffset() + caption.getLength();
		return Stream.of(new Region(offset, caption.getOffset() - offset), new Region(behind, offset + length - behind)).filter(r -> r.getLength() > 0).toArray(IRegion[]::new);
	}

	@Override
	public int computeCaptionOffset(IDocument document) throws BadLocationException {
		return caption(document).getOffset() - offset;
	}

	/** With its line end. */
	private IRegion caption(IDocument document) throws BadLocationException {
		int last = document.getLineOfOffset(offset + length - 1);
		for (int line = document.getLineOfOffset(offset); line <= last; line++) {
			IRegion region = line(document, line);
			if (document.get(region.getOffset(), region.getLength()).chars().anyMatch(Character::isLetterOrDigit)) {
				return region;
			}
		}
		return line(document, document.getLineOfOffset(offset));
	}

	private static IRegion line(IDocument document, int line) throws BadLocationException {
		return new Region(document.getLineOffset(line), document.getLineLength(line));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof CommentPosition && super.equals(other);
	}

	@Override
	public int hashCode() {
		return super.hashCode();
	}
}

package dev.livepatch.ide.ui.status;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IInformationControlCreator;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextHover;
import org.eclipse.jface.text.ITextHoverExtension;
import org.eclipse.jface.text.ITextHoverExtension2;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Region;

import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.ide.status.FileStatus;

/** Shows all that is known of a function of the file, where its name stands. */
public final class StatusHover implements ITextHover, ITextHoverExtension, ITextHoverExtension2 {

	/** What is shown: the report is made while the hover comes up. */
	record Shown(EditorFile file, FunctionReport report) {
		@Override
		public String toString() {
			return report.title();
		}
	}

	@Override
	public IRegion getHoverRegion(ITextViewer viewer, int offset) {
		try {
			IDocument document = viewer.getDocument();
			int start = offset;
			while (start > 0 && Character.isJavaIdentifierPart(document.getChar(start - 1))) {
				start--;
			}
			int end = offset;
			while (end < document.getLength() && Character.isJavaIdentifierPart(document.getChar(end))) {
				end++;
			}
			return new Region(start, end - start);
		} catch (BadLocationException e) {
			return new Region(offset, 0);
		}
	}

	@Override
	public Object getHoverInfo2(ITextViewer viewer, IRegion region) {
		Optional<EditorStatus> editor = onUi(viewer);
		Optional<Stated> function = editor.flatMap(EditorStatus::status).flatMap(status -> named(viewer, status, region));
		return function.isEmpty() ? null : editor.get().file().map(file -> new Shown(file, FunctionReport.of(file, function.get()))).orElse(null);
	}

	/** Hovers are computed in the background, and widgets belong to the UI thread. */
	private static Optional<EditorStatus> onUi(ITextViewer viewer) {
		var text = viewer.getTextWidget();
		if (text == null || text.isDisposed()) {
			return Optional.empty();
		}
		CompletableFuture<Optional<EditorStatus>> found = new CompletableFuture<>();
		text.getDisplay().syncExec(() -> found.complete(EditorStatus.of(viewer)));
		return found.getNow(Optional.empty());
	}

	private static Optional<Stated> named(ITextViewer viewer, FileStatus status, IRegion region) {
		try {
			String word = viewer.getDocument().get(region.getOffset(), region.getLength());
			return status.at(region.getOffset()).filter(f -> f.function().name().equals(word)).or(() -> status.named(word));
		} catch (BadLocationException e) {
			// the text has changed meanwhile
			return Optional.empty();
		}
	}

	@Override
	@Deprecated
	public String getHoverInfo(ITextViewer viewer, IRegion region) {
		Object info = getHoverInfo2(viewer, region);
		return info == null ? null : info.toString();
	}

	@Override
	public IInformationControlCreator getHoverControlCreator() {
		return StatusHoverControl.CREATOR;
	}
}

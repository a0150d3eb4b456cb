package dev.livepatch.ide.ui.fix;

import java.util.Optional;

import org.eclipse.core.filebuffers.FileBuffers;
import org.eclipse.core.filebuffers.ITextFileBuffer;
import org.eclipse.core.filebuffers.LocationKind;
import org.eclipse.core.resources.IMarker;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.Position;
import org.eclipse.ui.texteditor.AbstractMarkerAnnotationModel;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.ide.check.Markers;

/** The finding that a marker stands for. */
final class MarkerFinding {

	private MarkerFinding() {
	}

	/** On the line to which the author's edits since the check have moved it; empty for a rule of another version. */
	static Optional<Finding> of(IMarker marker, String kernelPath) {
		return Rule.byId(marker.getAttribute(Markers.RULE, "")).map(rule -> Finding.of(rule, new SourcePlace(kernelPath, line(marker)), marker.getAttribute(Markers.MESSAGE, ""))
				.in(marker.getAttribute(Markers.FUNCTION, "")).about(marker.getAttribute(Markers.SUBJECT, "")));
	}

	private static int line(IMarker marker) {
		int saved = marker.getAttribute(IMarker.LINE_NUMBER, 0);
		ITextFileBuffer buffer = FileBuffers.getTextFileBufferManager().getTextFileBuffer(marker.getResource().getFullPath(), LocationKind.IFILE);
		if (saved == 0 || buffer == null || !(buffer.getAnnotationModel() instanceof AbstractMarkerAnnotationModel model)) {
			return saved;
		}
		Position position = model.getMarkerPosition(marker);
		try {
			return position == null || position.isDeleted() ? saved : buffer.getDocument().getLineOfOffset(position.getOffset()) + 1;
		} catch (BadLocationException e) {
			// the model has not followed the document yet
			return saved;
		}
	}
}

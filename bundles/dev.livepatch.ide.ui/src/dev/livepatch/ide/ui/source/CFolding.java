package dev.livepatch.ide.ui.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.reconciler.IReconciler;
import org.eclipse.jface.text.reconciler.IReconcilingStrategy;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.projection.IProjectionListener;
import org.eclipse.jface.text.source.projection.ProjectionAnnotation;
import org.eclipse.jface.text.source.projection.ProjectionAnnotationModel;
import org.eclipse.jface.text.source.projection.ProjectionViewer;

import dev.livepatch.core.source.Fold;

/** Folds C files by what they say instead of their indentation. Nothing is folded at first, and what is folded stays so while other text is edited. For the UI thread. */
public final class CFolding implements IReconciler, IProjectionListener {
	private final Runnable read = this::show;
	private ProjectionViewer viewer;
	private SourceReader reader;

	/** By its first line, from 0: what stays the same while the fold is edited. */
	private record Place(int line, Fold.Kind kind) {
	}

	private static final class Folded extends ProjectionAnnotation {
		private final Fold.Kind kind;

		Folded(Fold.Kind kind, boolean collapsed) {
			super(collapsed);
			this.kind = kind;
		}
	}

	@Override
	public void install(ITextViewer textViewer) {
		// comparisons do not fold
		if (textViewer instanceof ProjectionViewer projection) {
			viewer = projection;
			viewer.addProjectionListener(this);
			reader = SourceReader.attach(viewer);
			reader.addListener(read);
		}
	}

	@Override
	public void uninstall() {
		if (viewer != null) {
			viewer.removeProjectionListener(this);
			reader.removeListener(read);
			viewer = null;
		}
	}

	@Override
	public IReconcilingStrategy getReconcilingStrategy(String contentType) {
		return null;
	}

	@Override
	public void projectionEnabled() {
		show();
	}

	@Override
	public void projectionDisabled() {
		// the annotations go with their model
	}

	private void show() {
		ProjectionAnnotationModel model = viewer.getProjectionAnnotationModel();
		if (model != null) {
			reader.source().flatMap(Source::folds).ifPresent(folds -> {
				try {
					update(model, viewer.getDocument(), folds);
				} catch (BadLocationException e) {
					ILog.of(CFolding.class).error("The folds of a C file are not those of its text", e);
				}
			});
		}
	}

	private static void update(ProjectionAnnotationModel model, IDocument document, List<Fold> folds) throws BadLocationException {
		Map<Place, Position> wanted = new HashMap<>();
		for (Fold fold : folds) {
			wanted.put(new Place(fold.firstLine() - 1, fold.kind()), position(document, fold));
		}
		List<Annotation> gone = new ArrayList<>();
		Map<Annotation, Position> added = new HashMap<>();
		for (Iterator<Annotation> all = model.getAnnotationIterator(); all.hasNext();) {
			if (all.next() instanceof Folded folded) {
				Position before = model.getPosition(folded);
				Position now = wanted.remove(new Place(document.getLineOfOffset(before.getOffset()), folded.kind));
				if (!before.equals(now)) {
					gone.add(folded);
					if (now != null) {
						added.put(new Folded(folded.kind, folded.isCollapsed()), now);
					}
				}
			}
		}
		wanted.forEach((place, position) -> added.put(new Folded(place.kind(), false), position));
		if (!gone.isEmpty() || !added.isEmpty()) {
			model.replaceAnnotations(gone.toArray(Annotation[]::new), added);
		}
	}

	/** Folds take whole lines. */
	private static Position position(IDocument document, Fold fold) throws BadLocationException {
		int start = document.getLineOffset(fold.firstLine() - 1);
		int end = document.getLineOffset(fold.lastLine() - 1) + document.getLineLength(fold.lastLine() - 1);
		return fold.kind() == Fold.Kind.COMMENT ? new CommentPosition(start, end - start) : new Position(start, end - start);
	}
}

package dev.livepatch.ide.ui.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.jface.text.source.IAnnotationModelExtension;

import dev.livepatch.core.source.Extent;
import dev.livepatch.core.status.EditedFunctions.Stated;

/** The annotations of one document; those that stay as they are are left alone. For the UI thread. */
final class StatusAnnotations {
	private final IAnnotationModel model;
	private final List<StatusAnnotation> shown = new ArrayList<>();

	StatusAnnotations(IAnnotationModel model) {
		this.model = model;
	}

	void show(List<Stated> functions) {
		Map<Annotation, Position> added = new HashMap<>();
		List<StatusAnnotation> kept = new ArrayList<>();
		for (Stated function : functions) {
			StatusAnnotation wanted = new StatusAnnotation(function);
			Extent name = function.function().nameExtent();
			Position place = new Position(name.start(), name.end() - name.start());
			shown.stream().filter(a -> same(a, wanted) && place.equals(model.getPosition(a))).findFirst().ifPresentOrElse(kept::add, () -> added.put(wanted, place));
		}
		List<StatusAnnotation> gone = new ArrayList<>(shown);
		gone.removeAll(kept);
		if (!gone.isEmpty() || !added.isEmpty()) {
			replace(gone, added);
			shown.clear();
			shown.addAll(kept);
			added.keySet().forEach(a -> shown.add((StatusAnnotation) a));
		}
	}

	private static boolean same(Annotation one, Annotation other) {
		return one.getType().equals(other.getType()) && one.getText().equals(other.getText());
	}

	private void replace(List<StatusAnnotation> gone, Map<Annotation, Position> added) {
		if (model instanceof IAnnotationModelExtension extension) {
			extension.replaceAnnotations(gone.toArray(Annotation[]::new), added);
		} else {
			gone.forEach(model::removeAnnotation);
			added.forEach(model::addAnnotation);
		}
	}
}

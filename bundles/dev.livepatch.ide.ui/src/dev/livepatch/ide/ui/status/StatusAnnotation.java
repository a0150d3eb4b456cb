package dev.livepatch.ide.ui.status;

import java.util.Locale;

import org.eclipse.jface.text.source.Annotation;

import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.core.status.FunctionStatus;
import dev.livepatch.ide.ui.LivepatchUi;

/** Marks an edited function with its status; each kind has a type, and so an icon, of its own. */
final class StatusAnnotation extends Annotation {
	private static final String TYPE = LivepatchUi.ID + ".status.";

	StatusAnnotation(Stated function) {
		super(type(function.kind()), false, function.function().name() + ": " + function.summary());
	}

	/** Its type, as the extension declares it. */
	static String type(FunctionStatus.Kind kind) {
		return TYPE + kind.name().toLowerCase(Locale.ROOT);
	}
}

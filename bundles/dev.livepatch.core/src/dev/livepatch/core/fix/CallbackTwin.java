package dev.livepatch.core.fix;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.Callbacks.Addition;
import dev.livepatch.core.fix.Callbacks.Kind;

/** A callback for the patch's application gets the one that is to undo it, in which the undoing is left to the author. */
final class CallbackTwin {

	private CallbackTwin() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		CText code = file.patched();
		return Stream.of(Kind.PRE_PATCH, Kind.POST_PATCH).filter(kind -> code.occurrences(kind.macro()).anyMatch(i -> code.is(i + 1, "(") && code.is(i + 2, finding.function())))
				.findFirst().flatMap(kind -> twin(kind, finding.function(), file));
	}

	private static Optional<Fix> twin(Kind kind, String function, EditedFile file) {
		Kind undo = switch (kind) {
			// the livepatch core calls neither unpatch callback of an object whose pre-patch callback failed
			case PRE_PATCH, POST_UNPATCH -> Kind.POST_UNPATCH;
			case POST_PATCH, PRE_UNPATCH -> Kind.PRE_UNPATCH;
		};
		if (!Callbacks.fit(file, undo)) {
			return Optional.empty();
		}
		return Callbacks.add(file.patched().text(), new Addition(undo, "", "", "\t/* TODO: undo what " + function + "() does */\n"))
				.map(text -> new Fix(FixKind.UNDO_CALLBACK, "Add the " + (undo == Kind.POST_UNPATCH ? "post" : "pre") + "-unpatch callback that undoes " + function + "()", Map.of(file.path(), text)));
	}
}

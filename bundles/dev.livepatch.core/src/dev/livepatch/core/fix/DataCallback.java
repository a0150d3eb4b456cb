package dev.livepatch.core.fix;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.Callbacks.Addition;
import dev.livepatch.core.fix.Callbacks.Kind;
import dev.livepatch.core.fix.Initialiser.Assignment;

/** A changed initialiser goes back, a pre-patch callback assigns what it said, and a post-unpatch callback gives the value back that was there before. */
final class DataCallback {

	private DataCallback() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		String name = finding.subject();
		Optional<Variable> before = Variable.of(file.original(), name);
		Optional<Variable> after = Variable.of(file.patched(), name);
		if (before.isEmpty() || after.isEmpty() || !Callbacks.fit(file, Kind.PRE_PATCH, Kind.POST_UNPATCH) || !after.get().writable(file.patched())
				|| !before.get().writable(file.original()) || before.get().dimensions() != after.get().dimensions()) {
			return Optional.empty();
		}
		return before.get().initialiser(file.original()).flatMap(old -> after.get().initialiser(file.patched())
				.flatMap(now -> Initialiser.difference(name, after.get().dimensions(), old, now))).filter(d -> !d.isEmpty())
				.flatMap(d -> text(name, d, reverted(file, before.get(), after.get())))
				.map(t -> new Fix(FixKind.DATA_CALLBACK, "Assign the new value of " + name + " in a pre-patch callback", Map.of(file.path(), t)));
	}

	/** Only the definition: other edits may touch the same lines. */
	private static String reverted(EditedFile file, Variable before, Variable after) {
		String definition = file.original().text().substring(file.original().token(before.name()).end(), file.original().token(before.end()).start());
		return new Edits(file.patched().text()).replace(file.patched().token(after.name()).end(), file.patched().token(after.end()).start(), definition).apply();
	}

	private static Optional<String> text(String name, List<Assignment> assignments, String text) {
		StringBuilder saved = new StringBuilder();
		StringBuilder assign = new StringBuilder();
		StringBuilder restore = new StringBuilder();
		int number = 0;
		for (Assignment assignment : assignments) {
			String path = assignment.path();
			String old = "livepatch_old_" + name + (assignments.size() == 1 ? "" : "_" + number++);
			saved.append("static typeof(").append(path).append(") ").append(old).append(";\n");
			if (assignment.array()) {
				assign.append("\tmemcpy(").append(old).append(", ").append(path).append(", sizeof(").append(path).append("));\n");
				assign.append("\tstrscpy(").append(path).append(", ").append(assignment.value()).append(", sizeof(").append(path).append("));\n");
				restore.append("\tmemcpy(").append(path).append(", ").append(old).append(", sizeof(").append(path).append("));\n");
			} else {
				assign.append('\t').append(old).append(" = ").append(path).append(";\n\t").append(path).append(" = ").append(assignment.value()).append(";\n");
				restore.append('\t').append(path).append(" = ").append(old).append(";\n");
			}
		}
		return Callbacks.add(text, new Addition(Kind.PRE_PATCH, "", saved.toString(), assign.toString()))
				.flatMap(t -> Callbacks.add(t, new Addition(Kind.POST_UNPATCH, "", "", restore.toString())));
	}
}

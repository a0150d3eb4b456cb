package dev.livepatch.core.fix;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.CText.Function;

/** {@code static_branch_likely(&key)} and its like become {@code likely(static_key_enabled(&key))}, which takes keys of every type ({@code linux/jump_label.h}). */
final class StaticKey {
	private static final Map<String, String> EXPECTED = Map.of("static_branch_likely", "likely", "static_branch_unlikely", "unlikely",
			"static_key_true", "likely", "static_key_false", "unlikely");

	private StaticKey() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		CText code = file.patched();
		Optional<Function> function = code.functionAt(finding.line()).or(() -> code.function(finding.function()));
		if (function.isEmpty() || finding.subject().isEmpty()) {
			return Optional.empty();
		}
		Edits edits = new Edits(code.text());
		int[] branches = IntStream.range(function.get().body(), function.get().close()).filter(i -> asks(code, i, finding.subject())).toArray();
		for (int i : branches) {
			int close = code.partner(i + 1).getAsInt();
			edits.replace(code.token(i), EXPECTED.get(code.token(i).text()) + "(static_key_enabled").insert(code.token(close).end(), ")");
		}
		return branches.length == 0 ? Optional.empty()
				: Optional.of(new Fix(FixKind.STATIC_KEY, "Use static_key_enabled() for " + finding.subject() + " in " + function.get().name() + "()",
						Map.of(file.path(), edits.apply())));
	}

	/** Whether a branch on the key begins at a token. The key must be named by its address: the macro puts a cast before its argument. */
	private static boolean asks(CText code, int at, String key) {
		if (!EXPECTED.containsKey(code.token(at).text()) || !code.is(at + 1, "(") || code.partner(at + 1).isEmpty() || !code.is(at + 2, "&")) {
			return false;
		}
		int close = code.partner(at + 1).getAsInt();
		return IntStream.range(at + 3, close).anyMatch(i -> code.is(i, key)) && IntStream.range(at + 3, close).noneMatch(i -> code.is(i, ",") || code.is(i, "?"));
	}
}

package dev.livepatch.core.fix;

import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.CText.Function;

/** {@code static_call(name)(…)} becomes {@code KPATCH_STATIC_CALL(name)(…)}. The conditional form does not: that macro would call a null pointer. */
final class StaticCall {

	private StaticCall() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		CText code = file.patched();
		Optional<Function> function = code.functionAt(finding.line()).or(() -> code.function(finding.function()));
		if (function.isEmpty()) {
			return Optional.empty();
		}
		Edits edits = new Edits(code.text());
		int[] calls = code.occurrences("static_call").filter(i -> i > function.get().body() && i < function.get().close())
				.filter(i -> code.is(i + 1, "(") && code.is(i + 2, finding.subject()) && code.is(i + 3, ")")).toArray();
		for (int i : calls) {
			edits.replace(code.token(i), "KPATCH_STATIC_CALL");
		}
		return calls.length == 0 ? Optional.empty()
				: Optional.of(new Fix(FixKind.STATIC_CALL, "Use KPATCH_STATIC_CALL(" + finding.subject() + ") in " + function.get().name() + "()",
						Map.of(file.path(), Includes.withKpatch(edits.apply(), "kpatch-macros.h"))));
	}
}

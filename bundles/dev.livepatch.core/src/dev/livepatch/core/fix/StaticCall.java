package dev.livepatch.core.fix;

import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.fix.CText.Function;

/**
 * {@code static_call(name)(…)} becomes {@code KPATCH_STATIC_CALL(name)(…)}. That macro would call the null pointer of a conditional call that leads nowhere:
 * {@code static_call_cond(name)(…)}, which has no value, becomes a call of what the key holds, if it holds anything (include/linux/static_call.h).
 */
final class StaticCall {
	private static final String ALWAYS = "static_call";
	private static final String CONDITIONAL = "static_call_cond";

	private StaticCall() {
	}

	static Optional<Fix> of(Finding finding, EditedFile file) {
		CText code = file.patched();
		Optional<Function> function = code.functionAt(finding.line()).or(() -> code.function(finding.function()));
		if (function.isEmpty()) {
			return Optional.empty();
		}
		Edits edits = new Edits(code.text());
		String key = finding.subject();
		int[] always = calls(ALWAYS, key, code, function.get());
		int[] conditional = calls(CONDITIONAL, key, code, function.get());
		for (int i : always) {
			edits.replace(code.token(i), "KPATCH_STATIC_CALL");
		}
		for (int i : conditional) {
			String held = key + "_now";
			edits.replace(code.token(i).start(), code.token(i + 3).end(),
					"({ typeof(STATIC_CALL_TRAMP(" + key + ")) *" + held + " = READ_ONCE(STATIC_CALL_KEY(" + key + ").func); if (" + held + ") " + held)
					.insert(code.token(code.partner(i + 4).getAsInt()).end(), "; })");
		}
		String text = always.length == 0 ? edits.apply() : Includes.withKpatch(edits.apply(), "kpatch-macros.h");
		return always.length + conditional.length == 0 ? Optional.empty()
				: Optional.of(new Fix(FixKind.STATIC_CALL, (always.length == 0 ? "Call what the key of " + key + " holds, if anything," : "Use KPATCH_STATIC_CALL(" + key + ")") + " in "
						+ function.get().name() + "()", Map.of(file.path(), text)));
	}

	/** Where {@code macro(key)(…)} begins. */
	private static int[] calls(String macro, String key, CText code, Function function) {
		return code.occurrences(macro).filter(i -> i > function.body() && i < function.close())
				.filter(i -> code.is(i + 1, "(") && code.is(i + 2, key) && code.is(i + 3, ")") && code.is(i + 4, "(") && code.partner(i + 4).isPresent()).toArray();
	}
}

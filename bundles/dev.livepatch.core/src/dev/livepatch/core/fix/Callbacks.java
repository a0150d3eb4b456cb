package dev.livepatch.core.fix;

import java.util.Locale;
import java.util.Optional;

import dev.livepatch.core.fix.CText.Function;

/** A file's patch callbacks ({@code kpatch-macros.h}). An object can have one of each kind, so that what is to be added joins one that is there. */
final class Callbacks {

	enum Kind {
		PRE_PATCH("int"), POST_PATCH("void"), PRE_UNPATCH("void"), POST_UNPATCH("void");

		private final String result;

		Kind(String result) {
			this.result = result;
		}

		String macro() {
			return "KPATCH_" + name() + "_CALLBACK";
		}

		String function() {
			return "livepatch_" + name().toLowerCase(Locale.ROOT);
		}
	}

	/**
	 * @param comment    what it is for, without the comment's marks; may be empty
	 * @param before     definitions that the statements need, each line with its end; may be empty
	 * @param statements lines of the body, indented, each with its end
	 */
	record Addition(Kind kind, String comment, String before, String statements) {
	}

	private Callbacks() {
	}

	/** Whether an addition can be made at all: to a C file, in an object whose other files do not have such callbacks as far as the change shows. */
	static boolean fit(EditedFile file, Kind... kinds) {
		for (Kind kind : kinds) {
			if (file.others().stream().anyMatch(text -> CText.mentions(text, kind.macro()))) {
				return false;
			}
		}
		return file.path().endsWith(".c");
	}

	/** At the end of the text, where no line moves; or at the end of the callback that is there already, unless that cannot be made out. */
	static Optional<String> add(String text, Addition addition) {
		CText code = new CText(text);
		int[] macros = code.occurrences(addition.kind.macro()).toArray();
		if (macros.length == 0) {
			return Optional.of(text + (text.endsWith("\n") ? "" : "\n") + (Includes.kpatch(code) ? "" : "\n#include \"kpatch-macros.h\"\n") + definition(addition));
		}
		Optional<Function> function = macros.length == 1 && code.is(macros[0] + 1, "(") && code.is(macros[0] + 3, ")")
				? code.function(code.token(macros[0] + 2).text()) : Optional.empty();
		return function.flatMap(f -> join(code, f, addition));
	}

	private static String definition(Addition addition) {
		Kind kind = addition.kind;
		return "\n" + addition.before + (addition.before.isEmpty() ? "" : "\n") + (addition.comment.isEmpty() ? "" : "/* " + addition.comment + " */\n")
				+ "static " + kind.result + " " + kind.function() + "(patch_object *obj)\n{\n" + addition.statements + (kind.result.equals("int") ? "\treturn 0;\n" : "")
				+ "}\n" + kind.macro() + "(" + kind.function() + ");\n";
	}

	private static Optional<String> join(CText code, Function function, Addition addition) {
		boolean result = addition.kind.result.equals("int");
		int end = function.close();
		if (result && !(code.is(end - 1, ";") && code.is(end - 2, "0") && code.is(end - 3, "return"))) {
			return Optional.empty();
		}
		int last = code.token(result ? end - 3 : end).start();
		int head = code.token(function.head()).start();
		String comment = addition.comment.isEmpty() ? "" : "\t/* " + addition.comment + " */\n";
		return Optional.of(new Edits(code.text()).insert(code.lineStart(code.line(last)), comment + addition.statements)
				.insert(code.lineStart(code.line(head)), addition.before + (addition.before.isEmpty() ? "" : "\n")).apply());
	}
}

package dev.livepatch.core.fix;

import java.util.OptionalInt;
import java.util.regex.Pattern;

import dev.livepatch.core.source.Token;
import dev.livepatch.core.source.Token.Kind;

/** The include lines that a C file begins with. */
final class Includes {
	/** The two include each other. */
	private static final Pattern KPATCH = Pattern.compile("#\\s*include\\s*\"kpatch-(macros|syscall)\\.h\".*", Pattern.DOTALL);
	private static final Pattern INCLUDE = Pattern.compile("#\\s*include\\b.*", Pattern.DOTALL);

	private Includes() {
	}

	/** Whether the text has kpatch's macros for patch authors. */
	static boolean kpatch(CText code) {
		return code.tokens().stream().anyMatch(t -> t.kind() == Kind.DIRECTIVE && KPATCH.matcher(t.text()).matches());
	}

	/** Where the first include of the file begins; empty if it has none. */
	static OptionalInt first(CText code) {
		return code.tokens().stream().filter(t -> t.kind() == Kind.DIRECTIVE && INCLUDE.matcher(t.text()).matches()).mapToInt(Token::start).findFirst();
	}

	/** Adds one of kpatch's headers behind the other includes. It takes the place of the empty line there, if there is one, so that no line below gets another number. */
	static String withKpatch(String text, String header) {
		CText code = new CText(text);
		String include = "#include \"" + header + "\"\n";
		if (kpatch(code)) {
			return text;
		}
		int at = behindIncludes(code);
		boolean empty = at < text.length() && text.charAt(at) == '\n';
		return new Edits(text).replace(at, empty ? at + 1 : at, include).apply();
	}

	/** The beginning of the line after the last include that stands before all code and under no condition; without any, of the one after the file's first comment. */
	private static int behindIncludes(CText code) {
		int conditions = 0;
		int last = -1;
		for (Token token : code.tokens()) {
			if (token.kind() != Kind.DIRECTIVE) {
				break;
			}
			String directive = token.text().substring(1).strip();
			conditions += directive.startsWith("if") ? 1 : directive.startsWith("endif") ? -1 : 0;
			if (conditions == 0 && INCLUDE.matcher(token.text()).matches()) {
				last = token.end();
			}
		}
		if (last < 0) {
			String text = code.text();
			last = text.startsWith("/*") ? text.indexOf("*/") : text.startsWith("//") ? 0 : -1;
		}
		int newline = last < 0 ? -1 : code.text().indexOf('\n', last);
		return newline + 1;
	}
}

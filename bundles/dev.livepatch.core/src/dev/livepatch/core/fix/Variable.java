package dev.livepatch.core.fix;

import java.util.Optional;
import java.util.stream.IntStream;

import dev.livepatch.core.source.Token;

/**
 * The definition of a variable on the outermost level of a file, alone in its declaration.
 *
 * @param first      index of the definition's first token
 * @param name       of the name
 * @param dimensions how many pairs of brackets follow it
 * @param value      of the initialiser's first token; that of the end without one
 * @param end        of the semicolon
 */
record Variable(int first, int name, int dimensions, int value, int end) {

	/** Empty if there is none, or more than one. */
	static Optional<Variable> of(CText code, String name) {
		Optional<Variable> found = Optional.empty();
		int first = 0;
		for (int i = 0; i < code.tokens().size(); i = Math.max(i, code.partner(i).orElse(i)) + 1) {
			Token token = code.token(i);
			if (token.word() && token.is(name) && first < i) {
				Optional<Variable> here = at(code, first, i);
				if (here.isPresent() && found.isPresent()) {
					return Optional.empty();
				}
				found = here.isPresent() ? here : found;
			}
			if (token.is(";") || token.is("{") || token.kind() == Token.Kind.DIRECTIVE) {
				first = Math.max(i, code.partner(i).orElse(i)) + 1;
			}
		}
		return found;
	}

	private static Optional<Variable> at(CText code, int first, int name) {
		int dimensions = 0;
		int at = name + 1;
		while (code.is(at, "[") && code.partner(at).isPresent()) {
			at = code.partner(at).getAsInt() + 1;
			dimensions++;
		}
		// attributes such as __read_mostly stand behind the name as often as before it
		while (at < code.tokens().size() && code.token(at).word() && code.token(at).text().startsWith("__")) {
			at = code.is(at + 1, "(") ? code.partner(at + 1).orElse(at) + 1 : at + 1;
		}
		boolean plain = IntStream.range(first, name).allMatch(i -> code.token(i).word() || code.is(i, "*"))
				&& IntStream.range(first, name).noneMatch(i -> code.is(i, "extern") || code.is(i, "typedef"));
		int end = at;
		while (end < code.tokens().size() && !code.is(end, ";") && !code.is(end, ",")) {
			end = Math.max(end, code.partner(end).orElse(end)) + 1;
		}
		boolean whole = code.is(end, ";") && (end == at || code.is(at, "="));
		return plain && whole ? Optional.of(new Variable(first, name, dimensions, end == at ? end : at + 1, end)) : Optional.empty();
	}

	/** Whether the variable's memory can be written to once the kernel runs. */
	boolean writable(CText code) {
		int star = IntStream.range(first, name).filter(i -> code.is(i, "*")).max().orElse(first - 1);
		return IntStream.range(first, value).noneMatch(i -> code.is(i, "__ro_after_init") || code.is(i, "__initdata") || code.is(i, "__initconst"))
				&& IntStream.range(star + 1, name).noneMatch(i -> code.is(i, "const"));
	}

	/** What it is filled with; empty if that cannot be made out. */
	Optional<Initialiser> initialiser(CText code) {
		return value == end ? Optional.of(Initialiser.ZERO) : Initialiser.read(code, value, end);
	}
}

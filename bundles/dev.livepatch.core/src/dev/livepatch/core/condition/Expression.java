package dev.livepatch.core.condition;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongBinaryOperator;

import dev.livepatch.core.kernel.KernelConfig;
import dev.livepatch.core.source.Token;

/**
 * The expression of a preprocessor condition, by the configuration alone: {@code defined}, the kernel's own questions ({@code include/linux/kconfig.h}), options as numbers, comparisons and
 * logic. All else is unknown, which spreads only where it matters.
 */
final class Expression {
	private static final OptionalLong UNKNOWN = OptionalLong.empty();
	private static final String MODULE = "_MODULE";
	/** More is no condition that somebody wrote; each may be a level of recursion. */
	private static final int MOST_TOKENS = 1000;
	private final List<Token> tokens;
	private final KernelConfig config;
	private int at;

	private Expression(List<Token> tokens, KernelConfig config) {
		this.tokens = tokens;
		this.config = config;
	}

	/** @return empty if the configuration does not decide it */
	static OptionalLong value(String expression, KernelConfig config) {
		Expression reading = new Expression(Token.of(expression.replace("\\\n", " ")), config);
		if (reading.tokens.size() > MOST_TOKENS) {
			return UNKNOWN;
		}
		OptionalLong value = reading.or();
		return reading.at == reading.tokens.size() ? value : UNKNOWN;
	}

	private OptionalLong or() {
		OptionalLong value = and();
		while (took("|", "|")) {
			value = decided(value, and(), true);
		}
		return value;
	}

	private OptionalLong and() {
		OptionalLong value = comparison();
		while (took("&", "&")) {
			value = decided(value, comparison(), false);
		}
		return value;
	}

	/** @param decisive the truth value of one side that makes the other irrelevant */
	private static OptionalLong decided(OptionalLong left, OptionalLong right, boolean decisive) {
		if (is(left, decisive) || is(right, decisive)) {
			return truth(decisive);
		}
		return left.isPresent() && right.isPresent() ? truth(!decisive) : UNKNOWN;
	}

	private static boolean is(OptionalLong value, boolean truth) {
		return value.isPresent() && value.getAsLong() != 0 == truth;
	}

	private static OptionalLong truth(boolean value) {
		return OptionalLong.of(value ? 1 : 0);
	}

	private OptionalLong comparison() {
		OptionalLong left = unary();
		if (took("=", "=")) {
			return both(left, unary(), (a, b) -> a == b ? 1 : 0);
		} else if (took("!", "=")) {
			return both(left, unary(), (a, b) -> a != b ? 1 : 0);
		} else if (took("<", "=")) {
			return both(left, unary(), (a, b) -> a <= b ? 1 : 0);
		} else if (took(">", "=")) {
			return both(left, unary(), (a, b) -> a >= b ? 1 : 0);
		} else if (took("<")) {
			return both(left, unary(), (a, b) -> a < b ? 1 : 0);
		} else if (took(">")) {
			return both(left, unary(), (a, b) -> a > b ? 1 : 0);
		}
		return left;
	}

	private static OptionalLong both(OptionalLong left, OptionalLong right, LongBinaryOperator operator) {
		return left.isPresent() && right.isPresent() ? OptionalLong.of(operator.applyAsLong(left.getAsLong(), right.getAsLong())) : UNKNOWN;
	}

	private OptionalLong unary() {
		if (took("!")) {
			OptionalLong value = unary();
			return value.isPresent() ? truth(value.getAsLong() == 0) : UNKNOWN;
		} else if (took("(")) {
			OptionalLong value = or();
			return took(")") ? value : UNKNOWN;
		}
		Optional<Token> token = next();
		if (token.isEmpty()) {
			return UNKNOWN;
		}
		return switch (token.get().kind()) {
			case NUMBER -> number(token.get().text());
			case WORD -> word(token.get().text());
			default -> UNKNOWN;
		};
	}

	private OptionalLong word(String word) {
		if (word.equals("defined")) {
			boolean parenthesis = took("(");
			Optional<Token> name = next().filter(Token::word);
			return name.isPresent() && (!parenthesis || took(")")) ? defined(name.get().text()) : UNKNOWN;
		} else if (took("(")) {
			Optional<Token> name = next().filter(Token::word);
			return name.isPresent() && took(")") ? question(word, name.get().text()) : UNKNOWN;
		}
		return word.startsWith("CONFIG_") ? option(word) : UNKNOWN;
	}

	private OptionalLong defined(String name) {
		if (name.equals("__KERNEL__")) {
			return truth(true);
		} else if (!name.startsWith("CONFIG_")) {
			return UNKNOWN;
		}
		return truth(name.endsWith(MODULE) && module(name.substring(0, name.length() - MODULE.length())) || config.value(name).isPresent() && !module(name));
	}

	private OptionalLong question(String macro, String option) {
		if (!option.startsWith("CONFIG_")) {
			return UNKNOWN;
		}
		return switch (macro) {
			case "IS_ENABLED" -> truth(config.enabled(option) || module(option));
			case "IS_BUILTIN" -> truth(config.enabled(option));
			case "IS_MODULE" -> truth(module(option));
			case "IS_REACHABLE" -> module(option) ? UNKNOWN : truth(config.enabled(option));
			default -> UNKNOWN;
		};
	}

	/** An option as a number; one that is not set is an unknown name to the preprocessor, which is 0. */
	private OptionalLong option(String name) {
		if (is(defined(name), false)) {
			return truth(false);
		}
		return config.value(name).map(value -> value.equals("y") ? truth(true) : number(value)).orElse(truth(true));
	}

	private boolean module(String option) {
		return config.value(option).equals(Optional.of("m"));
	}

	private static OptionalLong number(String text) {
		try {
			return OptionalLong.of(Long.decode(text.replaceAll("[uUlL]+$", "")));
		} catch (NumberFormatException e) {
			return UNKNOWN;
		}
	}

	private Optional<Token> next() {
		return at < tokens.size() ? Optional.of(tokens.get(at++)) : Optional.empty();
	}

	private boolean took(String... marks) {
		for (int i = 0; i < marks.length; i++) {
			if (at + i >= tokens.size() || !tokens.get(at + i).is(marks[i])) {
				return false;
			}
		}
		at += marks.length;
		return true;
	}
}

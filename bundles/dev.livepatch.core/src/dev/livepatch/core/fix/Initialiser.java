package dev.livepatch.core.fix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The value in a variable's definition. */
sealed interface Initialiser {

	record Expression(String text) implements Initialiser {
		boolean string() {
			return text.startsWith("\"");
		}
	}

	/** @param elements by designator as written ({@code .member}, {@code [3]}); those without one by {@code #} and their position */
	record Braces(Map<String, Initialiser> elements) implements Initialiser {
	}

	/** What a variable without an initialiser is filled with. */
	Initialiser ZERO = new Expression("0");

	/**
	 * @param from index of the first token
	 * @param to   after the last
	 * @return empty for what is left to compilers: ranges, designators after which positions go on
	 */
	static Optional<Initialiser> read(CText code, int from, int to) {
		if (from >= to) {
			return Optional.empty();
		}
		if (!code.is(from, "{")) {
			return Optional.of(new Expression(code.between(from, to)));
		}
		OptionalInt close = code.partner(from);
		if (close.isEmpty() || close.getAsInt() != to - 1) {
			return Optional.empty();
		}
		Map<String, Initialiser> elements = new LinkedHashMap<>();
		boolean designated = false;
		int position = 0;
		for (int at = from + 1; at < to - 1;) {
			int end = endOfElement(code, at, to - 1);
			int equals = code.is(at, ".") || code.is(at, "[") ? endOfDesignator(code, at, end) : -1;
			designated |= equals > 0;
			Optional<Initialiser> value = read(code, equals > 0 ? equals + 1 : at, end);
			String key = equals > 0 ? code.between(at, equals) : "#" + position++;
			if (value.isEmpty() || designated && equals < 0 || key.contains("...") || elements.put(key, value.get()) != null) {
				return Optional.empty();
			}
			at = end + 1;
		}
		return Optional.of(new Braces(elements));
	}

	private static int endOfElement(CText code, int at, int limit) {
		int i = at;
		while (i < limit && !code.is(i, ",")) {
			i = Math.max(i, code.partner(i).orElse(i)) + 1;
		}
		return Math.min(i, limit);
	}

	private static int endOfDesignator(CText code, int at, int limit) {
		for (int i = at; i < limit; i = Math.max(i, code.partner(i).orElse(i)) + 1) {
			if (code.is(i, "=")) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * A part of the variable and the value it is to have.
	 *
	 * @param path  an lvalue
	 * @param array whether it is an array of characters that a string goes into
	 */
	record Assignment(String path, String value, boolean array) {
	}

	/**
	 * The assignments that make one value of the other.
	 *
	 * @param path       the variable or the part of it that is compared
	 * @param dimensions how often it can be indexed, as far as its declaration says
	 * @return empty if some part cannot be named
	 */
	static Optional<List<Assignment>> difference(String path, int dimensions, Initialiser before, Initialiser after) {
		if (before.equals(after)) {
			return Optional.of(List.of());
		}
		return switch (after) {
			case Expression e when before instanceof Braces -> Optional.empty();
			case Expression e -> Optional.of(List.of(new Assignment(path, e.text, dimensions > 0)))
					.filter(a -> dimensions == 0 || e.string() && dimensions == 1);
			case Braces b when before instanceof Braces || before.equals(ZERO) -> members(path, dimensions, before instanceof Braces old ? old.elements : Map.of(), b.elements);
			case Braces b -> Optional.empty();
		};
	}

	private static Optional<List<Assignment>> members(String path, int dimensions, Map<String, Initialiser> before, Map<String, Initialiser> after) {
		List<Assignment> all = new ArrayList<>();
		Map<String, Initialiser> keys = new LinkedHashMap<>(before);
		keys.putAll(after);
		for (String key : keys.keySet()) {
			boolean position = key.startsWith("#");
			if (position && dimensions == 0) {
				return Optional.empty();
			}
			String part = path + (position ? "[" + key.substring(1) + "]" : key);
			Optional<List<Assignment>> here = difference(part, position || key.startsWith("[") ? Math.max(0, dimensions - 1) : 0, before.getOrDefault(key, ZERO), after.getOrDefault(key, ZERO));
			if (here.isEmpty()) {
				return here;
			}
			all.addAll(here.get());
		}
		return Optional.of(all);
	}
}

package dev.livepatch.core.object;

/**
 * The text of a C type around the place where a name would stand (C11 §6.7.6): {@code int (*} and {@code )(void)}. Immutable.
 *
 * @param before the name
 * @param after  the name: array lengths and parameters
 */
record Declarator(String before, String after) {

	static Declarator named(String name) {
		return new Declarator(name, "");
	}

	Declarator pointer() {
		boolean bound = after.startsWith("[") || after.startsWith("(");
		String star = before.endsWith("*") ? "*" : " *";
		return bound ? new Declarator(before + " (*", ")" + after) : new Declarator(before + star, after);
	}

	/** @param lengths for instance {@code [4][2]} */
	Declarator array(String lengths) {
		return new Declarator(before, lengths + after);
	}

	Declarator function(String parameters) {
		return new Declarator(before, "(" + parameters + ")" + after);
	}

	Declarator qualified(String qualifier) {
		return before.endsWith("*") ? new Declarator(before + qualifier, after) : new Declarator(qualifier + " " + before, after);
	}

	int length() {
		return before.length() + after.length();
	}

	@Override
	public String toString() {
		return before + (after.startsWith("(") ? " " : "") + after;
	}
}

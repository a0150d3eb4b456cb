package dev.livepatch.core.fix;

import java.util.Map;
import java.util.TreeMap;

import dev.livepatch.core.source.Token;

/** Replacements in one text, given in any order. They must not overlap. */
final class Edits {
	private final String text;
	private final Map<Integer, Replacement> replacements = new TreeMap<>();

	private record Replacement(int end, String text) {
	}

	Edits(String text) {
		this.text = text;
	}

	Edits replace(Token token, String by) {
		return replace(token.start(), token.end(), by);
	}

	/** @param end after the last character that goes */
	Edits replace(int start, int end, String by) {
		replacements.put(start, new Replacement(end, by));
		return this;
	}

	Edits insert(int at, String added) {
		return replace(at, at, added);
	}

	String apply() {
		StringBuilder out = new StringBuilder();
		int at = 0;
		for (Map.Entry<Integer, Replacement> entry : replacements.entrySet()) {
			out.append(text, at, entry.getKey()).append(entry.getValue().text());
			at = entry.getValue().end();
		}
		return out.append(text, at, text.length()).toString();
	}
}

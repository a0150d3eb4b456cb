package dev.livepatch.core.change;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the line on which a TOML file sets a key. Jackson binds TOML from a tree that has forgotten its lines. */
final class TomlLines {
	private static final Pattern TABLE = Pattern.compile("\\s*\\[+\\s*([^\\]]+?)\\s*]+\\s*(#.*)?");
	private static final Pattern KEY = Pattern.compile("\\s*([^=#]+?)\\s*=.*");

	private TomlLines() {
	}

	/** The line, from 1, of a key with its tables before it ({@code machine.cpus}), else of its table; 0 if neither is found. */
	static int of(String text, String key) {
		String table = "";
		int line = 0;
		int best = 0;
		for (String content : (Iterable<String>) text.lines()::iterator) {
			line++;
			Matcher header = TABLE.matcher(content);
			Matcher assignment = KEY.matcher(content);
			String name;
			if (header.matches()) {
				table = plain(header.group(1)) + ".";
				name = plain(header.group(1));
			} else if (assignment.matches()) {
				name = table + plain(assignment.group(1));
			} else {
				continue;
			}
			if (name.equals(key)) {
				return line;
			}
			if (best == 0 && key.startsWith(name + ".")) {
				best = line;
			}
		}
		return best;
	}

	private static String plain(String key) {
		return key.replaceAll("[\"'\\s]", "");
	}
}

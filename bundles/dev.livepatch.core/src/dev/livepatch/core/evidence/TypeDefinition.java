package dev.livepatch.core.evidence;

import java.util.List;

/** Where the definition of a structure, union or enumeration ends in C text. */
final class TypeDefinition {

	private TypeDefinition() {
	}

	/**
	 * The line of the closing brace, by counting braces outside comments; the first line itself if no body begins before the next semicolon.
	 *
	 * @param first line of the definition's beginning, from 1
	 */
	static int lastLine(List<String> lines, int first) {
		boolean comment = false;
		int open = 0;
		for (int number = Math.max(first, 1); number <= lines.size(); number++) {
			String line = lines.get(number - 1);
			for (int i = 0; i < line.length(); i++) {
				if (comment) {
					comment = !line.startsWith("*/", i);
					i += comment ? 0 : 1;
				} else if (line.startsWith("/*", i)) {
					comment = true;
					i++;
				} else if (line.startsWith("//", i)) {
					break;
				} else if (line.charAt(i) == '{') {
					open++;
				} else if (line.charAt(i) == '}' && --open <= 0) {
					return number;
				} else if (line.charAt(i) == ';' && open == 0) {
					return first;
				}
			}
		}
		return first;
	}
}

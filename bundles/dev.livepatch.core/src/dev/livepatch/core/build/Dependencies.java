package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A compiler's list of included files, as a rule for make (gcc's manual, "Preprocessor Options", {@code -M}). */
final class Dependencies {
	private Dependencies() {
	}

	static List<String> read(Path file) throws IOException {
		return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
	}

	/** The prerequisites, without the target. */
	static List<String> parse(String rule) {
		List<String> result = new ArrayList<>();
		StringBuilder name = new StringBuilder();
		for (int i = 0; i < rule.length(); i++) {
			char c = rule.charAt(i);
			char next = i + 1 < rule.length() ? rule.charAt(i + 1) : '\n';
			if (c == '\\' && (next == ' ' || next == '#') || c == '$' && next == '$') {
				name.append(next);
				i++;
			} else if (Character.isWhitespace(c) || c == '\\' && (next == '\n' || next == '\r')) {
				end(name, result);
			} else {
				name.append(c);
			}
		}
		end(name, result);
		return result;
	}

	private static void end(StringBuilder name, List<String> result) {
		if (!name.isEmpty() && name.charAt(name.length() - 1) != ':') {
			result.add(name.toString());
		}
		name.setLength(0);
	}
}

package dev.livepatch.core.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a recorded command line as a POSIX shell would, without ever running one: quotes, backslashes, comments, and the operators
 * between simple commands. Expansions are left as they are written; kbuild has done its own before it records.
 */
final class ShellWords {
	private final String text;
	private final List<List<String>> commands = new ArrayList<>();
	private List<String> command = new ArrayList<>();
	private StringBuilder word;
	private int at;

	private ShellWords(String text) {
		this.text = text;
	}

	/** The simple commands of a line, in order, each as its words; those without a word are left out. */
	static List<List<String>> commands(String line) {
		ShellWords words = new ShellWords(line);
		words.run();
		return words.commands;
	}

	private void run() {
		while (at < text.length()) {
			char c = text.charAt(at++);
			switch (c) {
				case ' ', '\t' -> endWord();
				case '\n', ';', '&', '|', '(', ')' -> endCommand();
				case '\'' -> singleQuoted();
				case '"' -> doubleQuoted();
				case '\\' -> escaped();
				case '#' -> {
					if (word == null) {
						int end = text.indexOf('\n', at);
						at = end < 0 ? text.length() : end;
					} else {
						append(c);
					}
				}
				default -> append(c);
			}
		}
		endCommand();
	}

	private void singleQuoted() {
		int end = text.indexOf('\'', at);
		end = end < 0 ? text.length() : end;
		append(text.substring(at, end));
		at = end + 1;
	}

	private void doubleQuoted() {
		append("");
		while (at < text.length()) {
			char c = text.charAt(at++);
			if (c == '"') {
				return;
			}
			if (c == '\\' && at < text.length() && "\"\\$`\n".indexOf(text.charAt(at)) >= 0) {
				escaped();
			} else {
				append(c);
			}
		}
	}

	private void escaped() {
		if (at == text.length()) {
			append('\\');
			return;
		}
		char c = text.charAt(at++);
		if (c != '\n') {
			append(c);
		}
	}

	private void append(char c) {
		word = word == null ? new StringBuilder() : word;
		word.append(c);
	}

	private void append(String part) {
		word = word == null ? new StringBuilder() : word;
		word.append(part);
	}

	private void endWord() {
		if (word != null) {
			command.add(word.toString());
			word = null;
		}
	}

	private void endCommand() {
		endWord();
		if (!command.isEmpty()) {
			commands.add(command);
			command = new ArrayList<>();
		}
	}
}

package dev.livepatch.core.index;

import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.source.Lexer;
import dev.livepatch.core.source.Lexer.State;
import dev.livepatch.core.source.TokenKind;

/** What an author points at in a source. */
public sealed interface Mention {
	Set<String> TAGS = Set.of("struct", "union", "enum");

	/** What is written there, without quotes or brackets. */
	String text();

	/** Offset of its first character in its line. */
	int start();

	/** What stands before a name tells what it can be. */
	enum Role {
		PLAIN,
		/** Behind {@code struct}, {@code union} or {@code enum}. */
		TAG,
		/** Behind an arrow or a dot. */
		MEMBER
	}

	record Name(String text, int start, Role role) implements Mention {
		/** Whether a declaration can be what this names. */
		public boolean fits(Declaration.Kind kind) {
			return switch (role) {
				case PLAIN -> kind != Declaration.Kind.MEMBER;
				case TAG -> kind == Declaration.Kind.TYPE;
				// a macro may be called like a member: #define d_lock d_lockref.lock
				case MEMBER -> kind == Declaration.Kind.MEMBER || kind == Declaration.Kind.MACRO;
			};
		}
	}

	/** The file of an {@code #include}. */
	record Include(String text, int start) implements Mention {
	}

	/**
	 * What stands at a column of a line, or ends right before it; empty in comments, strings and between words.
	 *
	 * @param column from 0
	 */
	static Optional<Mention> at(String line, int column) {
		Mention[] found = new Mention[1];
		Role[] role = { Role.PLAIN };
		Lexer.line(line, 0, line.length(), State.CODE, (kind, start, end) -> {
			if (start <= column && column <= end) {
				switch (kind) {
					case HEADER -> found[0] = end - start > 2 ? new Include(line.substring(start + 1, end - 1), start + 1) : null;
					case IDENTIFIER, CALL, CONSTANT, TYPE, KERNEL_WORD -> found[0] = new Name(line.substring(start, end), start, role[0]);
					case COMMENT, DOC_COMMENT, DIRECTIVE, STRING, CHARACTER, NUMBER, KEYWORD, PUNCTUATION -> {
					}
				}
			}
			role[0] = kind == TokenKind.KEYWORD && TAGS.contains(line.substring(start, end)) ? Role.TAG : selects(line.substring(0, end)) ? Role.MEMBER : Role.PLAIN;
		});
		return Optional.ofNullable(found[0]);
	}

	private static boolean selects(String before) {
		return before.endsWith("->") || before.endsWith(".") && !before.endsWith("...");
	}
}

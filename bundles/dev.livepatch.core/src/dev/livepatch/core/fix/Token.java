package dev.livepatch.core.fix;

/**
 * A piece of C text that is neither white space nor a comment.
 *
 * @param start in characters from the text's beginning
 * @param end   after its last character
 */
record Token(Kind kind, int start, int end, String text) {

	enum Kind {
		IDENTIFIER, NUMBER,
		/** A string or character constant with its quotes. */
		LITERAL,
		/** A whole preprocessing directive with the lines that it is continued on. */
		DIRECTIVE,
		/** One character of an operator; the fixes need no longer ones but {@code ->}, {@code ++} and {@code --}. */
		PUNCTUATOR
	}

	boolean is(String exactly) {
		return text.equals(exactly);
	}

	boolean identifier() {
		return kind == Kind.IDENTIFIER;
	}
}

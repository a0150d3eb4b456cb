package dev.livepatch.core.search;

/** What is to be looked for cannot be: the message says why, in one line. */
public final class ExpressionException extends Exception {
	private static final long serialVersionUID = 1L;
	private final int position;

	ExpressionException(String message, int position) {
		super(message);
		this.position = position;
	}

	/** Where in the text the error was noticed, in characters from 0; -1 if that is not known. */
	public int position() {
		return position;
	}
}

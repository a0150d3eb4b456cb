package dev.livepatch.core.search;

import dev.livepatch.core.process.Cancellation;

/** A text that stops its reader once that is no longer wanted: a regular expression can look at the characters of one line for longer than anybody waits. */
final class CancellableText implements CharSequence {
	private static final int PERIOD = 1 << 12;
	private final CharSequence text;
	private final Cancellation cancellation;
	private int reads;

	CancellableText(CharSequence text, Cancellation cancellation) {
		this.text = text;
		this.cancellation = cancellation;
	}

	@Override
	public char charAt(int index) {
		if (++reads % PERIOD == 0) {
			cancellation.check();
		}
		return text.charAt(index);
	}

	@Override
	public int length() {
		return text.length();
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return text.subSequence(start, end);
	}

	@Override
	public String toString() {
		return text.toString();
	}
}

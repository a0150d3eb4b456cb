package dev.livepatch.core.object;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the work that a section's contents can ask for. Sound files refer to each byte a few times; a crafted one can have thousands of places
 * refer to the same long text, list or program, and so need memory and time that grow with the square of its size.
 */
final class Budget {
	private static final long FLOOR = 1 << 16;
	private final Bytes bytes;
	private final AtomicLong left;

	/** @param times how often each byte may be looked at, on average */
	Budget(Bytes bytes, int times) {
		this.bytes = bytes;
		this.left = new AtomicLong(FLOOR + (long) times * bytes.size());
	}

	void spend(long amount, long at) throws ObjectFormatException {
		if (amount < 0 || left.addAndGet(-amount) < 0) {
			throw bytes.damaged(at, "the section is referred to so often that the file must be damaged");
		}
	}
}

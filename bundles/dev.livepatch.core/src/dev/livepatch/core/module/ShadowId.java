package dev.livepatch.core.module;

/** What a call for a shadow variable says of the variable's id. */
public sealed interface ShadowId {

	/** @param value unsigned, as {@code unsigned long} is */
	record Constant(long value) implements ShadowId {
		@Override
		public String toString() {
			return Long.toUnsignedString(value);
		}
	}

	/** It depends on what happened before the call. */
	record Varying() implements ShadowId {
		@Override
		public String toString() {
			return "no constant";
		}
	}

	/**
	 * It may be a constant or not: the code was not read.
	 *
	 * @param why in a few words
	 */
	record Unread(String why) implements ShadowId {
		@Override
		public String toString() {
			return "unknown (" + why + ")";
		}
	}
}

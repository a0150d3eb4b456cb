package dev.livepatch.core.module;

import dev.livepatch.core.object.Relocation;

/** What code passes to a function. */
sealed interface Argument {
	record Constant(long value) implements Argument {
	}

	/** The address of something. */
	record Address(Relocation to) implements Argument {
	}

	/** It depends on what happened before. */
	record Varying() implements Argument {
	}

	/** The code that passes it was not read. */
	record Unread(String why) implements Argument {
	}
}

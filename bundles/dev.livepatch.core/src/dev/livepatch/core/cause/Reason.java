package dev.livepatch.core.cause;

import java.util.Locale;

/** Why a function is part of a patch; {@code toString} is its name in reports, which never changes once released. */
public enum Reason {
	/** The author edited it, or wrote it anew. */
	EDITED,
	/** It is the part that the compiler split off another function of the patch ({@code .part}, {@code .cold}). */
	PART,
	/** A function that the author edited is inlined into it. */
	INLINES,
	/** It is as it was but for line numbers that it passes on. */
	LINE_NUMBER,
	/** Something is inlined into it that was not, or no longer is. */
	INLINING_DECISION,
	/** It is, or calls, a copy that the compiler made of a function or split off it ({@code .isra}, {@code .constprop}, {@code .part}). */
	VARIANT,
	/** It uses a macro, type or variable whose definition the author edited. */
	DEFINITION,
	/** It does the same: what it refers to has another place, or another number of the compiler's. */
	RENUMBERING,
	/** It calls, or is called by, an edited function, of which the compiler knows more than its declaration. */
	NEIGHBOUR,
	/** None of these: the compiler chose other registers, another order or another alignment. */
	COMPILER;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}
}

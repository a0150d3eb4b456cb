package dev.livepatch.core.find;

/** How well a path answers what was typed, the best first. */
public enum Fit {
	/** The file's whole name. */
	NAME,
	/** The whole name but for its extension. */
	STEM,
	/** The name begins with it. */
	PREFIX,
	/** It is made of the beginnings of the name's words: {@code tcin} for {@code tcp_input.c}. */
	WORDS,
	/** It is somewhere in the name. */
	PART,
	/** The name answers the last part of what was typed, but there are folders between those that were typed. */
	SCATTERED
}

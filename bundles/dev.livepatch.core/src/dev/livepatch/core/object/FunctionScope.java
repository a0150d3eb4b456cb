package dev.livepatch.core.object;

import java.util.List;

/**
 * A function as its unit has it: with code, or only as the pattern of its inlined copies.
 *
 * @param die     offset of its entry
 * @param inlined all functions inlined into it, outer ones before those inlined into them
 */
record FunctionScope(int die, CodeRanges code, List<Inlined> inlined) {

	/**
	 * A function inlined (DWARF 5 §3.3.8.2).
	 *
	 * @param parent   the inlined function this one was inlined into, null if directly into the function
	 * @param origin   offset of the inlined function's entry
	 * @param callFile number of the file of the call
	 * @param depth    1 if inlined directly into the function
	 */
	record Inlined(Inlined parent, long origin, CodeRanges code, long callFile, int callLine, int depth) {
	}

	/** The innermost inlined function at this place, or null. */
	Inlined innermost(CodePlace place) {
		Inlined innermost = null;
		for (Inlined candidate : inlined) {
			if ((innermost == null || candidate.depth() > innermost.depth()) && candidate.code().contains(place)) {
				innermost = candidate;
			}
		}
		return innermost;
	}
}

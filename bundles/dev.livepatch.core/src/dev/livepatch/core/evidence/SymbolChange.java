package dev.livepatch.core.evidence;

import java.util.Optional;

import dev.livepatch.core.object.Symbol;

/** What became of one symbol of a section between the original and the patched object. */
public sealed interface SymbolChange {

	Symbol symbol();

	/**
	 * It does or holds something else.
	 *
	 * @param before of the original object
	 * @param symbol of the patched object
	 * @param offset bytes from the patched symbol's start to the first difference
	 * @param target what the first differing relocation refers to, if one differs
	 */
	record Changed(Symbol before, Symbol symbol, long offset, Optional<String> target) implements SymbolChange {
	}

	/** Only the patched object has it. */
	record Added(Symbol symbol) implements SymbolChange {
	}

	/** Only the original has it; or the patched object has it in another section. */
	record Removed(Symbol symbol) implements SymbolChange {
	}
}

package dev.livepatch.core.object;

import java.util.List;

/**
 * A place where a function was inlined.
 *
 * @param function the inlined function's name
 * @param file     of the call
 * @param line     of the call; 0 if unknown
 * @param caller   the function whose source holds the call: the compiled function, or one that was itself inlined into it
 * @param declared where the inlined function is declared
 * @param code     what became of it; empty if nothing was left
 */
public record InlineSite(String function, String file, int line, String caller, SourceLine declared, List<Code> code) {
	public InlineSite {
		code = List.copyOf(code);
	}
}

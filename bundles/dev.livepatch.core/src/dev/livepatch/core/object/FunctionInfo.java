package dev.livepatch.core.object;

import java.util.List;
import java.util.Optional;

/**
 * A function defined in an object.
 *
 * @param name           in the source, without {@code .isra.0} and the like
 * @param file           of the declaration, as in {@link SourceLine#file()}
 * @param line           of the declaration; 0 if unknown
 * @param declaredInline whether it has the {@code inline} keyword, as far as the compiler recorded it (gcc does where it inlined the function somewhere)
 * @param noReturn       whether it is declared never to return
 * @param code           its main part; empty if the function exists only inlined, or as another name of an equal one
 * @param inlined        every function inlined into it, at any depth, outer ones first
 */
public record FunctionInfo(String name, String file, int line, boolean declaredInline, boolean noReturn, Optional<Code> code, List<InlineSite> inlined) {
	public FunctionInfo {
		inlined = List.copyOf(inlined);
	}
}

package dev.livepatch.core.layout;

import java.util.List;

import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.object.TypeLayout;

/**
 * A type that the two versions of an object lay out differently.
 *
 * @param severity    {@link Severity#ERROR} if what exists in the running kernel is in another place, of another size or of another meaning than the patched
 *                    code takes it to be; {@link Severity#WARNING} if it all stays, and something is added or called or read otherwise
 * @param differences in words, what the author changed first; never empty
 */
public record TypeChange(TypeLayout before, TypeLayout after, Severity severity, List<String> differences) {
	public TypeChange {
		differences = List.copyOf(differences);
	}
}

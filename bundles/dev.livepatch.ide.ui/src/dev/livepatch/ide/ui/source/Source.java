package dev.livepatch.ide.ui.source;

import java.util.List;
import java.util.Optional;

import dev.livepatch.core.source.Fold;
import dev.livepatch.core.source.Outline;

/**
 * What a state of a C text says.
 *
 * @param stamp that the text was given
 * @param folds empty as long as the text does not say
 */
public record Source(long stamp, Outline outline, Optional<List<Fold>> folds) {
}

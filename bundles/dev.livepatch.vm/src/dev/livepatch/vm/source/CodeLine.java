package dev.livepatch.vm.source;

import dev.livepatch.core.finding.SourcePlace;

/**
 * The line of source that code was made from.
 *
 * @param place   in the sources that the code was compiled from
 * @param ofPatch whether these are the patch's; else the running kernel's
 */
public record CodeLine(SourcePlace place, boolean ofPatch) {
}

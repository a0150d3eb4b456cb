package dev.livepatch.core.status;

import java.util.Optional;

import dev.livepatch.core.hazard.Stay;

/**
 * A call that the compiler replaced by a copy of the called function.
 *
 * @param holder    the compiled function that holds the copy
 * @param patchable whether that one can be redirected
 * @param stay      why tasks stay in the holder, if they do
 * @param site      the call, which may stand in a function that was itself inlined into the holder
 */
public record InlineCopy(String holder, boolean patchable, Optional<Stay> stay, Site site) {
}

package dev.livepatch.core.status;

/**
 * A call that the compiler replaced by a copy of the called function.
 *
 * @param holder    the compiled function that holds the copy
 * @param patchable whether that one can be redirected
 * @param site      the call, which may stand in a function that was itself inlined into the holder
 */
public record InlineCopy(String holder, boolean patchable, Site site) {
}

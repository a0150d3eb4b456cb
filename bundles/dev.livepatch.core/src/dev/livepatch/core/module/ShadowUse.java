package dev.livepatch.core.module;

import java.util.OptionalLong;

/**
 * A call that makes, finds or frees shadow variables (Documentation/livepatch/shadow-vars.rst).
 *
 * @param function that calls, by its symbol
 * @param call     for instance {@code klp_shadow_get}
 * @param id       of the variable; empty if it is no constant at this place of the code, or the code cannot be read
 */
public record ShadowUse(String function, String call, OptionalLong id) {
}

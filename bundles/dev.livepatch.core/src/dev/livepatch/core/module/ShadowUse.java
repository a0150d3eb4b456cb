package dev.livepatch.core.module;

/**
 * A call that makes, finds or frees shadow variables (Documentation/livepatch/shadow-vars.rst).
 *
 * @param function that calls, by its symbol
 * @param call     for instance {@code klp_shadow_get}
 */
public record ShadowUse(String function, String call, ShadowId id) {
}

package dev.livepatch.core.object;

/**
 * A stretch of code.
 *
 * @param section its name
 * @param offset  from the section's start
 * @param size    in bytes
 */
public record Code(String section, long offset, long size) {
}

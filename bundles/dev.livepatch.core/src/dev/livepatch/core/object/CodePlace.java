package dev.livepatch.core.object;

/**
 * A place in code or data.
 *
 * @param section index; 0 or negative where no section is known
 * @param offset  from the section's start
 */
record CodePlace(int section, long offset) {
}

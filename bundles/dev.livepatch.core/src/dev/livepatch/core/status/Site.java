package dev.livepatch.core.status;

/**
 * A place in the kernel's sources that calls a function.
 *
 * @param caller the function whose source holds the call
 * @param file   relative to the source tree where it lies in it
 * @param line   from 1; 0 if unknown
 * @param object that it was seen in, relative to the build directory
 */
public record Site(String caller, String file, int line, String object) {
}

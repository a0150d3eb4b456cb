/** A built kernel: configuration, recorded commands, dependencies, objects and their parents, symbols, and what is wrong with it. */
package dev.livepatch.core.kernel;

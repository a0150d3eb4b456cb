/** Which lines of a source file the kernel's configuration leaves out. */
package dev.livepatch.core.condition;

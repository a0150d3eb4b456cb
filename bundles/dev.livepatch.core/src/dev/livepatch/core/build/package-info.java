/** Objects and modules, compiled as the kernel's build recorded it: the original and the patched version of each changed file, and the patch module of what the differ extracted. */
package dev.livepatch.core.build;

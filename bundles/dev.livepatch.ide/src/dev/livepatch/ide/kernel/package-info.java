/** Kernel builds as the workspace uses them. */
package dev.livepatch.ide.kernel;

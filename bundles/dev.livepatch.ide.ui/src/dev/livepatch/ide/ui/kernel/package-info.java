/** <em>Open Kernel File…</em>: the kernel's files, read-only until they are edited and thereby copied into the project. */
package dev.livepatch.ide.ui.kernel;

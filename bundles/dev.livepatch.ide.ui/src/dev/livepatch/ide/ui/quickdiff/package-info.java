/** Change bars of a project's files against the kernel's own version of them. */
package dev.livepatch.ide.ui.quickdiff;

/** A project's change side by side with the kernel: compared, and taken back. */
package dev.livepatch.ide.ui.compare;

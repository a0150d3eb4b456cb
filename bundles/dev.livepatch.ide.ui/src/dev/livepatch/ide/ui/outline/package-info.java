/** The Outline view of C files in the platform's generic editor. */
package dev.livepatch.ide.ui.outline;

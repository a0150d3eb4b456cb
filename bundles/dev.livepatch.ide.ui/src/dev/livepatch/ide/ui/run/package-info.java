/** The view of runs in the emulated kernel. */
package dev.livepatch.ide.ui.run;

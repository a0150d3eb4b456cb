/** Launch tabs, the shortcut and the console of runs. */
package dev.livepatch.ide.ui.launch;

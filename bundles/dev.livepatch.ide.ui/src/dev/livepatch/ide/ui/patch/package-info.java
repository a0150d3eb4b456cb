/** The Live Patch view: what a project's patch is now, as its last check found it. */
package dev.livepatch.ide.ui.patch;

/** Preference and property pages, and the controls they share with the wizard. */
package dev.livepatch.ide.ui.preferences;

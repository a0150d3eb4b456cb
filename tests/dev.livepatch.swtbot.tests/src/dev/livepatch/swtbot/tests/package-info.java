/** Journeys of an author through the whole workbench, by menus, keys and dialogs only, in the light and the dark theme. */
package dev.livepatch.swtbot.tests;

/** The steps of a run in the platform's Unit Test view. */
package dev.livepatch.ide.ui.steps;

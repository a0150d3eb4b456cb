/** The wizards that bring patches, mails and commits into projects, and projects out as patches. */
package dev.livepatch.ide.ui.exchange;

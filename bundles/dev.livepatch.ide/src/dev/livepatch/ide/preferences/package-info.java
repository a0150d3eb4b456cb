/** What the user chooses: kernel builds and tools. */
package dev.livepatch.ide.preferences;

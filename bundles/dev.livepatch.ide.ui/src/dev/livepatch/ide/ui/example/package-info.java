/** Example projects to begin with. */
package dev.livepatch.ide.ui.example;

/** The page of the Search dialog that looks in the sources that a kernel was built from, and its results in the Search view. */
package dev.livepatch.ide.ui.search;

/** Compares the code of the kernel's and the author's version of a function. */
package dev.livepatch.ide.ui.listing;

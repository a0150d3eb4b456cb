/** What the original kernel says of each edited function, in every text editor: annotations, lines above the functions, hovers. */
package dev.livepatch.ide.ui.status;

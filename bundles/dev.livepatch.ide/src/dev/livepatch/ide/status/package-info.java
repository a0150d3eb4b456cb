/** What the original kernel says of the functions that an author is editing. */
package dev.livepatch.ide.status;

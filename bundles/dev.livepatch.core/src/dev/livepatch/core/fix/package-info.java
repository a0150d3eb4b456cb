/** Quick fixes, as edits of text. */
package dev.livepatch.core.fix;

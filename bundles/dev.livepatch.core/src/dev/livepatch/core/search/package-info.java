/** Looks for a text or a regular expression in the sources that a kernel was built from. */
package dev.livepatch.core.search;

/** What the two objects of a pair say, and the author's lines behind it. */
package dev.livepatch.core.evidence;

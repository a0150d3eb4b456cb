/** The differ's refusals in the author's terms. */
package dev.livepatch.core.explain;

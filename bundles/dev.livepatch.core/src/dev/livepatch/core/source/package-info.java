/** C as it is written: tokens, outline, declarations, folding. */
package dev.livepatch.core.source;

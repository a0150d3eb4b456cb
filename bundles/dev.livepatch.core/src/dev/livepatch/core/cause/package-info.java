/** Why each function is in the patch: what was edited, and what the compiler made of it elsewhere. */
package dev.livepatch.core.cause;

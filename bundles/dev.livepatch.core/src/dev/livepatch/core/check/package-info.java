/** The pipeline of a check, from a change to its verdict. */
package dev.livepatch.core.check;

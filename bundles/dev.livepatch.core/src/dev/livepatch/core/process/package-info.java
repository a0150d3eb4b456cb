/** Running tools: with a deadline, a cancellation, and nothing left behind. */
package dev.livepatch.core.process;

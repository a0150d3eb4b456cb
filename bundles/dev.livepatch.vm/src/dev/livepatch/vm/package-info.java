/** Verifies a live patch in an emulated machine: what to run, what happens meanwhile, and what came of it. */
package dev.livepatch.vm;

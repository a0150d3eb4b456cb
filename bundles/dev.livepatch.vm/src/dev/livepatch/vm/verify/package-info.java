/** The steps of a verification. */
package dev.livepatch.vm.verify;

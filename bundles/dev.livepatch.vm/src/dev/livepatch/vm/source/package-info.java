/** From code addresses, as the kernel prints them, to lines of its source. */
package dev.livepatch.vm.source;

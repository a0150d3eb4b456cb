/** The emulated machine: QEMU as a process, its control protocol, memory and ports, and machines that were saved. */
package dev.livepatch.vm.qemu;

/** What runs inside the emulated machine: its initial file system, the agent that obeys, and the kernel's words understood. */
package dev.livepatch.vm.guest;

/** Instructions, as Capstone reads them. */
package dev.livepatch.core.disasm;

/** Links from the guest's console to the kernel's sources. */
package dev.livepatch.ide.ui.console;

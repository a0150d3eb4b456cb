/** Opens kernel modules as what they are. */
package dev.livepatch.ide.ui.module;

/** From a name in a source to where the kernel's sources declare it. */
package dev.livepatch.ide.ui.declaration;

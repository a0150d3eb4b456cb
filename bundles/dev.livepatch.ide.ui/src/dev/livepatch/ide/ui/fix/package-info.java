/** Quick fixes: what {@code dev.livepatch.core.fix} finds for a marker, offered in editors and the Problems view, and done in the author's open file. */
package dev.livepatch.ide.ui.fix;

/** Making live patch projects. */
package dev.livepatch.ide.ui.wizard;

/** Starting the workbench on projects that lie elsewhere. */
package dev.livepatch.ide.ui.start;

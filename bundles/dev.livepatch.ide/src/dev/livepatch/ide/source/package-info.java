/** C files of the workspace, read in jobs. */
package dev.livepatch.ide.source;

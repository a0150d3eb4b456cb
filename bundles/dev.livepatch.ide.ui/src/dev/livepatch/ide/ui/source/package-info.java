/** C files in the platform's generic editor, for workbenches without C tooling: colours, brackets, indentation, comments, folding, outline. */
package dev.livepatch.ide.ui.source;

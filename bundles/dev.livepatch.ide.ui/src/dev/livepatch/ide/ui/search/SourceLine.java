package dev.livepatch.ide.ui.search;

import dev.livepatch.core.search.SourceMatch;

/**
 * A line with matches, as the Search view lists it.
 *
 * @param file    relative to the kernel's source tree
 * @param shownAt offset in the file of the excerpt's first character
 */
record SourceLine(String file, int number, String excerpt, int shownAt) {

	static SourceLine of(SourceMatch match) {
		return new SourceLine(match.file(), match.line(), match.excerpt(), match.offset() - match.start());
	}

	String directory() {
		return file.substring(0, file.lastIndexOf('/') + 1);
	}
}

package dev.livepatch.core.exchange;

import java.util.List;

import dev.livepatch.core.change.FilePatch;

/**
 * One patch that may be one of several.
 *
 * @param source where it came from, for messages: a file's name, a mail's subject, a commit
 */
public record SeriesPatch(String source, CommitMessage message, List<FilePatch> files) {

	public SeriesPatch {
		files = List.copyOf(files);
	}

	/** What to call it: its subject, else where it came from, a file without its directories. */
	public String title() {
		return message.subject().isEmpty() ? source.substring(source.lastIndexOf('/') + 1) : message.subject();
	}
}

package dev.livepatch.core.exchange;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said about a patch.
 *
 * @param author  {@code Name <address>}; empty if nobody is named
 * @param date    as the mail or git writes it; empty if none is given
 * @param subject one line, without {@code [PATCH]}
 * @param body    paragraphs and trailers, without blank lines around them, lines ending in {@code \n} only; may be empty
 * @param commit  git's name for the commit it was made from, in full
 */
public record CommitMessage(String author, String date, String subject, String body, Optional<String> commit) {
	public static final CommitMessage NONE = new CommitMessage("", "", "", "", Optional.empty());

	public CommitMessage {
		author = line(author);
		date = line(date);
		subject = line(subject);
		body = body.lines().map(String::stripTrailing).dropWhile(String::isEmpty).collect(Collectors.joining("\n")).stripTrailing();
	}

	public CommitMessage withBody(String text) {
		return new CommitMessage(author, date, subject, text, commit);
	}

	/** With a trailer line, unless it has it. It joins the trailers that are there. */
	public CommitMessage withTrailer(String trailer) {
		if (trailer.isBlank() || body.lines().anyMatch(trailer::equals)) {
			return this;
		}
		return withBody(body.isEmpty() ? trailer : body + (endsWithTrailer() ? "\n" : "\n\n") + trailer);
	}

	private boolean endsWithTrailer() {
		String last = body.substring(body.lastIndexOf('\n') + 1);
		return last.matches("[A-Za-z][A-Za-z-]*: .*|\\(cherry picked from commit .*|\\[[^\\]]+: .*]");
	}

	private static String line(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}
}

package dev.livepatch.core.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.process.Cancellation;

/**
 * Patches in the order in which they are to be applied.
 *
 * @param cover   the cover letter, if there is one
 * @param remarks what was left out or looks strange, for the author to see
 */
public record Series(Optional<CommitMessage> cover, List<SeriesPatch> patches, List<String> remarks) {
	public static final Series NONE = new Series(Optional.empty(), List.of(), List.of());

	public Series {
		patches = List.copyOf(patches);
		remarks = List.copyOf(remarks);
	}

	/** The one behind the other; the first cover letter is kept. */
	public Series and(Series other) {
		List<SeriesPatch> all = new ArrayList<>(patches);
		all.addAll(other.patches);
		List<String> said = new ArrayList<>(remarks);
		said.addAll(other.remarks);
		return new Series(cover.or(other::cover), all, said);
	}

	public Series withRemarks(List<String> more) {
		return and(new Series(Optional.empty(), List.of(), more));
	}

	/**
	 * The series as one change, where each hunk fits the kernel.
	 *
	 * @throws ChangeException if one does not, or a file cannot be changed by a live patch
	 */
	public ChangeSet change(String name, Path sourceTree, Cancellation cancellation) throws ChangeException {
		return PatchReader.apply(name, patches.stream().map(p -> new PatchReader.Parsed(p.source(), p.files())).toList(), sourceTree, cancellation);
	}

	/** One message for all: that of the only patch, else the cover letter's, or the first patch's subject, with the patches named. */
	public CommitMessage message() {
		if (patches.size() == 1) {
			return patches.getFirst().message();
		}
		if (patches.isEmpty()) {
			return cover.orElse(CommitMessage.NONE);
		}
		CommitMessage first = cover.orElse(patches.getFirst().message());
		StringBuilder body = new StringBuilder(cover.map(CommitMessage::body).orElse(""));
		body.append(body.isEmpty() ? "" : "\n\n").append(patches.size()).append(" patches:\n");
		for (SeriesPatch patch : patches) {
			String author = patch.message().author();
			body.append("- ").append(patch.title()).append(author.isEmpty() ? "" : " (" + author + ")")
					.append(patch.message().commit().map(c -> ", commit " + c).orElse("")).append('\n');
		}
		return new CommitMessage(first.author(), first.date(), first.subject(), body.toString(), Optional.empty());
	}
}

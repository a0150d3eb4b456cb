package dev.livepatch.core.change;

import java.util.List;
import java.util.Optional;

/**
 * What became of one file's part of a patch.
 *
 * @param path    of the file that was meant
 * @param from    where it was before: another path for a moved or copied file
 * @param before  its text before the patch; empty if there was no such file
 * @param after   its text after the hunks that fit; empty if there is no such file
 * @param refusal why nothing at all was done
 * @param hunks   one outcome for each hunk; none if refused
 */
public record FileOutcome(FilePatch patch, String path, String from, Optional<String> before, Optional<String> after, Optional<Refusal> refusal,
		List<HunkOutcome> hunks) {

	/** Why a patch can do nothing with a file. */
	public record Refusal(Reason reason, String message) {
	}

	public enum Reason {
		/** The tree has no such file. */
		MISSING,
		/** The file is as the patch would leave it. */
		PRESENT,
		/** The tree stands in the way: a file of that name, a link, lines that the patch does not have. */
		IMPOSSIBLE
	}

	public FileOutcome {
		hunks = List.copyOf(hunks);
	}

	static FileOutcome refused(FilePatch patch, String path, Optional<String> text, Reason reason, String message) {
		return new FileOutcome(patch, path, path, text, text, Optional.of(new Refusal(reason, message)), List.of());
	}
}

package dev.livepatch.core.exchange;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.PatchWriter;

/**
 * What an import puts into a project.
 *
 * @param change      all that the project changes from now on
 * @param description what its patch file begins with, one character for each byte
 * @param series      files of its {@value KeptSeries#DIRECTORY} directory by name, one character for each byte; empty where one patch is all there is
 */
public record Import(ChangeSet change, CommitMessage message, String description, Map<String, String> series) {

	public Import {
		series = Map.copyOf(series);
	}

	/**
	 * @param backport with nothing left to decide
	 * @param noting   whether descriptions say what was done for the patch to fit
	 * @param release  of the kernel, for that
	 * @param fresh    whether the project had no change before; a series is kept only then, as it is not all of the change otherwise
	 * @throws IllegalStateException if something is left to decide
	 */
	public static Import of(Series series, Backport backport, boolean noting, String release, boolean fresh) {
		if (!backport.complete()) {
			throw new IllegalStateException("hunks are neither resolved nor dropped");
		}
		List<CommitMessage> messages = backport.patches().stream().map(p -> p.backportNote(release).filter(n -> noting)
				.map(p.patch().message()::withTrailer).orElse(p.patch().message())).toList();
		CommitMessage message = series.patches().size() == 1 ? messages.getFirst() : series.message();
		Map<String, String> kept = new TreeMap<>();
		if (fresh) {
			KeptSeries.files(backport, messages).forEach(f -> kept.put(f.name(), f.text()));
		}
		return new Import(backport.change(), message, MailWriter.description(message), kept);
	}

	/** The project's patch file. */
	public String patch() {
		return description + PatchWriter.write(change);
	}
}

package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.process.Cancellation;

/**
 * The patches that a project was imported from, as they were fitted to its kernel. They lie in the project's {@value #DIRECTORY} directory; what is checked and
 * built is {@code src}.
 *
 * @param changes each patch's own, on top of those before it
 * @param result  all together
 */
public record KeptSeries(List<CommitMessage> messages, List<ChangeSet> changes, ChangeSet result) {
	public static final String DIRECTORY = "series";
	public static final String INDEX = "series";

	/** Whether a project keeps the patches that it was imported from. */
	public static boolean isIn(LivepatchProject project) {
		return Files.isRegularFile(project.root().resolve(DIRECTORY).resolve(INDEX));
	}

	/**
	 * Reads them.
	 *
	 * @throws ChangeException if there are none, or they do not apply
	 */
	static KeptSeries read(LivepatchProject project, Path sourceTree, Cancellation cancellation) throws IOException {
		if (!isIn(project)) {
			throw new ChangeException(project.root().toString(), 0, "the project keeps no series of patches that it was imported from; export it as one patch");
		}
		Series series = PatchFiles.read(List.of(project.root().resolve(DIRECTORY).resolve(INDEX)), cancellation);
		String name = project.settings().name();
		Backport backport = Backport.of(new Backport.Target(sourceTree, new ChangeSet(name, List.of(), List.of()), List.of()), series, Decisions.NONE,
				new ThreeWay(Optional.empty()), cancellation);
		for (PatchResult patch : backport.patches()) {
			if (patch.open()) {
				throw new ChangeException(patch.patch().source(), 0, "this patch of the series does not fit the kernel any more; export the project as one patch");
			}
		}
		return new KeptSeries(series.patches().stream().map(SeriesPatch::message).toList(), backport.patches().stream().map(p -> p.change(name)).toList(), backport.change());
	}

	/** What to keep of an import: a file for each patch, and their order. Nothing where one patch is all there is. */
	static List<PatchExport.Exported> files(Backport backport, List<CommitMessage> messages) {
		List<PatchExport.Exported> files = new java.util.ArrayList<>();
		StringBuilder index = new StringBuilder();
		for (int i = 0; i < backport.patches().size(); i++) {
			ChangeSet change = backport.patches().get(i).change("series");
			if (!change.files().isEmpty()) {
				CommitMessage message = messages.get(i);
				String name = PatchExport.fileName(files.size() + 1, message.subject());
				files.add(new PatchExport.Exported(name, MailWriter.write(message, change, 1, 1, ZonedDateTime.now())));
				index.append(name).append('\n');
			}
		}
		if (files.size() < 2) {
			return List.of();
		}
		files.add(new PatchExport.Exported(INDEX, index.toString()));
		return files;
	}
}

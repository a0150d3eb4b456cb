package dev.livepatch.core.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.process.Cancellation;

/**
 * A project's change as patches for other people and tools.
 *
 * @param patches in the order in which they are to be applied
 */
public record PatchExport(List<Exported> patches) {
	private static final int SUBJECT_IN_NAME = 52;

	/**
	 * One patch file.
	 *
	 * @param name of the file
	 * @param text one character for each byte
	 */
	public record Exported(String name, String text) {
	}

	/**
	 * What is said in the patches.
	 *
	 * @param signer {@code Name <address>} of who signs them off, and is their author where nobody else is
	 * @param signed whether a {@code Signed-off-by:} line is added
	 * @param origin whether patches made from a commit say so: {@code (cherry picked from commit …)}
	 */
	public record Signature(String signer, boolean signed, boolean origin) {
		private CommitMessage on(CommitMessage message) {
			CommitMessage result = message.author().isEmpty() ? new CommitMessage(signer, message.date(), message.subject(), message.body(), message.commit()) : message;
			if (origin && message.commit().isPresent() && !message.body().contains("cherry picked from commit " + message.commit().get())) {
				result = result.withTrailer("(cherry picked from commit " + message.commit().get() + ")");
			}
			return signed ? result.withTrailer("Signed-off-by: " + signer) : result;
		}
	}

	public PatchExport {
		patches = List.copyOf(patches);
	}

	/** What a project says of its change: the text its patch begins with, else its description. */
	public static CommitMessage message(LivepatchProject project) throws ChangeException {
		CommitMessage written = Files.isRegularFile(project.patchFile()) ? new Mail(PatchReader.text(project.patchFile())).message() : CommitMessage.NONE;
		if (!written.subject().isEmpty()) {
			return written;
		}
		String subject = project.settings().description().filter(d -> !d.isBlank()).orElse(project.settings().name());
		return new CommitMessage(written.author(), written.date(), subject, written.body(), written.commit());
	}

	/**
	 * The whole change as one patch.
	 *
	 * @param change of the project; not empty
	 * @throws ChangeException if the change is empty
	 */
	public static PatchExport squashed(ChangeSet change, CommitMessage message, Signature signature, ZonedDateTime now) throws ChangeException {
		if (change.files().isEmpty()) {
			throw new ChangeException(change.name(), 0, "the project changes nothing in this kernel: there is nothing to export");
		}
		return new PatchExport(List.of(new Exported(change.name() + ".patch", MailWriter.write(signature.on(message), change, 1, 1, now))));
	}

	/**
	 * The patches that the project was imported from, as they were fitted to the kernel, and what was changed since as a last one.
	 *
	 * @param message for what was changed since
	 * @throws ChangeException if the project keeps no series, or it does not fit the kernel any more
	 */
	public static PatchExport series(LivepatchProject project, Path sourceTree, ChangeSet change, CommitMessage message, Signature signature, ZonedDateTime now,
			Cancellation cancellation) throws IOException {
		KeptSeries kept = KeptSeries.read(project, sourceTree, cancellation);
		List<ChangeSet> steps = new ArrayList<>(kept.changes());
		List<CommitMessage> messages = new ArrayList<>(kept.messages());
		ChangeSet rest = between(kept.result(), change);
		if (!rest.files().isEmpty()) {
			steps.add(rest);
			messages.add(new CommitMessage("", "", message.subject() + ": further changes", "What was changed in the live patch project since the patches before were imported.", Optional.empty()));
		}
		List<Exported> patches = new ArrayList<>();
		for (int i = 0; i < steps.size(); i++) {
			CommitMessage signed = signature.on(messages.get(i));
			patches.add(new Exported(fileName(i + 1, signed.subject()), MailWriter.write(signed, steps.get(i), i + 1, steps.size(), now)));
		}
		return new PatchExport(patches);
	}

	/** As git format-patch names its files. */
	static String fileName(int number, String subject) {
		String words = subject.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("\\.+", ".").replaceAll("^[-.]+", "");
		String cut = words.substring(0, Math.min(SUBJECT_IN_NAME, words.length())).replaceAll("[-.]+$", "");
		return String.format(Locale.ROOT, "%04d-%s.patch", number, cut.isEmpty() ? "patch" : cut);
	}

	/** What has to be changed after one change for another to be there. */
	private static ChangeSet between(ChangeSet first, ChangeSet second) {
		Map<String, FileChange> changes = new TreeMap<>();
		Map<String, Optional<String>> before = texts(first);
		Map<String, Optional<String>> after = texts(second);
		before.forEach((path, text) -> {
			Optional<String> wanted = after.containsKey(path) ? after.get(path) : originals(first).getOrDefault(path, Optional.empty());
			add(changes, path, text, wanted);
		});
		after.forEach((path, text) -> {
			if (!before.containsKey(path)) {
				add(changes, path, originals(second).getOrDefault(path, Optional.empty()), text);
			}
		});
		return new ChangeSet(second.name(), List.copyOf(changes.values()), List.of());
	}

	private static void add(Map<String, FileChange> changes, String path, Optional<String> from, Optional<String> to) {
		if (from.equals(to)) {
			return;
		}
		changes.put(path, from.isEmpty() ? new FileChange.Added(path, to.orElseThrow())
				: to.isEmpty() ? new FileChange.Deleted(path, from.get()) : new FileChange.Modified(path, from.get(), to.get()));
	}

	/** Every path that a change touches, with its text afterwards. */
	private static Map<String, Optional<String>> texts(ChangeSet change) {
		Map<String, Optional<String>> texts = new TreeMap<>();
		for (FileChange file : change.files()) {
			file.originalPath().ifPresent(path -> texts.putIfAbsent(path, Optional.empty()));
			texts.put(file.path(), file.patched());
		}
		return texts;
	}

	private static Map<String, Optional<String>> originals(ChangeSet change) {
		Map<String, Optional<String>> texts = new TreeMap<>();
		change.files().forEach(file -> file.originalPath().ifPresent(path -> texts.put(path, file.original())));
		return texts;
	}

	/**
	 * Writes the only patch to a file, which is replaced if it is there: whole, or not at all.
	 *
	 * @throws ChangeException if what was written does not say what the project says
	 */
	public void writeFile(Path target, Path sourceTree, ChangeSet change, Cancellation cancellation) throws IOException {
		Path beside = Files.createTempDirectory(target.toAbsolutePath().getParent(), ".export");
		try {
			Files.move(write(beside, sourceTree, change, cancellation).getFirst(), target, StandardCopyOption.REPLACE_EXISTING);
		} finally {
			Scratch.delete(beside);
		}
	}

	/**
	 * Writes the patches into a directory, and a {@code series} file where there are several. Then reads them as anybody would.
	 *
	 * @return the patch files, in order
	 * @throws ChangeException if what was written does not say what the project says; nothing is left then
	 */
	public List<Path> write(Path directory, Path sourceTree, ChangeSet change, Cancellation cancellation) throws IOException {
		Files.createDirectories(directory);
		List<Path> files = new ArrayList<>();
		for (Exported patch : patches) {
			files.add(Files.writeString(directory.resolve(patch.name()), patch.text(), StandardCharsets.ISO_8859_1));
		}
		if (!PatchReader.read(change.name(), files, sourceTree, cancellation).files().equals(change.files())) {
			for (Path file : files) {
				Files.delete(file);
			}
			throw new ChangeException(directory.toString(), 0, "the patches do not give the same files as the project; export it as one patch");
		}
		if (files.size() > 1) {
			Files.writeString(directory.resolve("series"), String.join("", files.stream().map(f -> f.getFileName() + "\n").toList()));
		}
		return files;
	}
}
